using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using NvDemo.Core.Ports;

namespace NvDemo.Adapters.SecretsManager;

/// <summary>Secrets in AWS Secrets Manager.</summary>
public sealed class SecretsManagerStore : ISecretStore, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly Lazy<AmazonSecretsManagerClient> _client;

    /// <summary>Nothing connects before the first call.</summary>
    /// <param name="endpoint">The server; <c>null</c> for the one that the SDK finds (<c>AWS_ENDPOINT_URL</c>, <c>AWS_REGION</c>).</param>
    public SecretsManagerStore(Uri? endpoint = null) => _client = new Lazy<AmazonSecretsManagerClient>(() =>
    {
        var config = new AmazonSecretsManagerConfig { Timeout = Timeout, ConnectTimeout = TimeSpan.FromSeconds(1), MaxErrorRetry = 1 };
        if (endpoint is not null)
            config.ServiceURL = endpoint.AbsoluteUri;
        return new AmazonSecretsManagerClient(config);
    });

    /// <inheritdoc/>
    public async Task<string> GetAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var response = await _client.Value.GetSecretValueAsync(new GetSecretValueRequest { SecretId = name }, cancellation);
            return response.SecretString ?? throw new FormatException("The secret is not text.");
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DependencyUnavailableException("Secrets Manager", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }
}
