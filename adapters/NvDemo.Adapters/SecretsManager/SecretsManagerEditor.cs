using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using NvDemo.Adapters.Aws;
using NvDemo.Core;
using NvDemo.Core.Security;

namespace NvDemo.Adapters.SecretsManager;

/// <summary>
/// Changes secrets in AWS Secrets Manager, which has no conditional <c>PutSecretValue</c>: the last writer wins. What an editor writes rests
/// on what it has read at most <see cref="RoundTimeout"/> before, and it has done when its change was in the secret for
/// <see cref="Settling"/>, which is longer, without any other write; whoever writes after that has read it. So no editor's change is lost
/// to another editor, as far as the network delivers no write later than that. Of a writer that does not do so, what it wrote between this
/// editor's read and write is kept too, by the labels that Secrets Manager moves; but its own write takes the place of whatever is there.
/// </summary>
public sealed class SecretsManagerEditor : ISecretEditor, IDisposable
{
    private const int MaxRounds = 20, MaxFailures = 4;

    private static readonly TimeSpan RoundTimeout = TimeSpan.FromSeconds(4);

    private readonly AWSCredentials? _credentials;
    private readonly Lazy<AmazonSecretsManagerClient> _client;

    /// <inheritdoc cref="SecretsManagerStore(Uri?, AWSCredentials?)"/>
    public SecretsManagerEditor(Uri? endpoint = null, AWSCredentials? credentials = null)
    {
        _credentials = credentials;
        _client = new Lazy<AmazonSecretsManagerClient>(() => SecretsManagerClient.Create(endpoint, credentials));
    }

    /// <summary>How long a change must stand: longer than another editor's round can last, and than instances keep to what they have read.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<bool> EditAsync(string name, Func<string, string?> change, CancellationToken cancellation)
    {
        var (isWritten, failures) = (false, 0);
        string? settled = null;
        for (var round = 0; round < MaxRounds; round++)
        {
            string version;
            try
            {
                version = await AwsCall.RunAsync(
                    "Secrets Manager", () => _credentials, RoundTimeout, token => RoundAsync(name, change, () => isWritten = true, token), cancellation);
            }
            catch (DependencyException e) when (e.Failure == DependencyFailure.OutOfReach && ++failures < MaxFailures)
            {
                // Whether it has written or not: the next round sees.
                continue;
            }

            if (!isWritten || version == settled)
                return isWritten;
            settled = version;
            await Task.Delay(Settling, cancellation);
        }

        throw new DependencyException("Secrets Manager", DependencyFailure.OutOfReach, new TimeoutException($"Others change {name} all the time."));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    /// <summary>Writes the change, unless it is there, and gives the version that has it.</summary>
    private async Task<string> RoundAsync(string name, Func<string, string?> change, Action onWrite, CancellationToken cancellation)
    {
        var current = await ReadAsync(name, null, cancellation);
        if (change(current.Value) is not { } value)
            return current.Id;

        var replaced = current.Id;
        while (true)
        {
            onWrite();
            var written = await WriteAsync(name, value, cancellation);
            // In this order: if it is still the current one afterwards, then this is what it took the place of.
            var previous = await ReadAsync(name, "AWSPREVIOUS", cancellation);
            current = await ReadAsync(name, null, cancellation);
            if (previous.Id == replaced || current.Id != written)
                return written;
            value = change(previous.Value) ?? previous.Value;
            replaced = written;
        }
    }

    private async Task<Version> ReadAsync(string name, string? stage, CancellationToken cancellation)
    {
        var response = await _client.Value.GetSecretValueAsync(new GetSecretValueRequest { SecretId = name, VersionStage = stage }, cancellation);
        return new Version(response.VersionId!, response.SecretString ?? throw new FormatException("The secret is not text."));
    }

    private async Task<string> WriteAsync(string name, string value, CancellationToken cancellation)
    {
        // The token is the version's id, and makes a retry of the SDK the same write.
        var request = new PutSecretValueRequest { SecretId = name, SecretString = value, ClientRequestToken = Guid.NewGuid().ToString() };
        return (await _client.Value.PutSecretValueAsync(request, cancellation)).VersionId!;
    }

    private sealed record Version(string Id, string Value);
}
