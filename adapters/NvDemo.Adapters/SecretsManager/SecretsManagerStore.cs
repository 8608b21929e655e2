using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using NvDemo.Adapters.Aws;
using NvDemo.Core;
using NvDemo.Core.Security;

namespace NvDemo.Adapters.SecretsManager;

/// <summary>Secrets in AWS Secrets Manager.</summary>
public sealed class SecretsManagerStore : ISecretStore, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly AWSCredentials? _credentials;
    private readonly Lazy<AmazonSecretsManagerClient> _client;

    /// <summary>Nothing connects before the first call.</summary>
    /// <param name="endpoint">The server; <c>null</c> for the one that the SDK finds (<c>AWS_ENDPOINT_URL</c>, <c>AWS_REGION</c>).</param>
    /// <param name="credentials"><c>null</c> for those that the SDK finds by itself.</param>
    public SecretsManagerStore(Uri? endpoint = null, AWSCredentials? credentials = null)
    {
        _credentials = credentials;
        _client = new Lazy<AmazonSecretsManagerClient>(() => SecretsManagerClient.Create(endpoint, credentials));
    }

    /// <inheritdoc/>
    public Task<string> GetAsync(string name, CancellationToken cancellation) =>
        AwsCall.RunAsync(
            "Secrets Manager",
            () => _credentials,
            Timeout,
            async token =>
            {
                using var span = ServiceTraces.StartCall("SecretsManager.GetSecretValue");
                span?.SetTag("rpc.system", "aws-api").SetTag("rpc.service", "SecretsManager").SetTag("rpc.method", "GetSecretValue");
                try
                {
                    var response = await _client.Value.GetSecretValueAsync(new GetSecretValueRequest { SecretId = name }, token);
                    span?.SetTag("aws.request_id", response.ResponseMetadata?.RequestId);
                    return response.SecretString ?? throw new FormatException("The secret is not text.");
                }
                catch (Exception e)
                {
                    span?.Fail(e);
                    throw;
                }
            },
            cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }
}
