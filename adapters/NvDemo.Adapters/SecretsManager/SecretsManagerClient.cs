using Amazon.Runtime;
using Amazon.SecretsManager;

namespace NvDemo.Adapters.SecretsManager;

/// <summary>The SDK's client, with time-outs for who waits.</summary>
internal static class SecretsManagerClient
{
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(2);

    public static AmazonSecretsManagerClient Create(Uri? endpoint, AWSCredentials? credentials)
    {
        var config = new AmazonSecretsManagerConfig { Timeout = TryTimeout, ConnectTimeout = TimeSpan.FromSeconds(1), MaxErrorRetry = 1 };
        if (endpoint is not null)
            config.ServiceURL = endpoint.AbsoluteUri;
        return credentials is null ? new AmazonSecretsManagerClient(config) : new AmazonSecretsManagerClient(credentials, config);
    }
}
