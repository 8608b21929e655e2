using Amazon.Runtime;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager;

/// <summary>AWS Secrets Manager: stored credentials and their rotation.</summary>
public interface IAmazonSecretsManager : IAmazonService, IDisposable
{
    /// <summary>Reads one version of a secret, the current one unless the request names another.</summary>
    /// <exception cref="ResourceNotFoundException">There is no such secret or version.</exception>
    /// <exception cref="AmazonSecretsManagerException">Any other error of the service, after the configured retries.</exception>
    Task<GetSecretValueResponse> GetSecretValueAsync(GetSecretValueRequest request, CancellationToken cancellationToken = default);

    /// <summary>Stores a new version of a secret, which becomes the current one.</summary>
    /// <exception cref="ResourceNotFoundException">There is no such secret.</exception>
    /// <exception cref="AmazonSecretsManagerException">Any other error of the service, after the configured retries.</exception>
    Task<PutSecretValueResponse> PutSecretValueAsync(PutSecretValueRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonSecretsManagerConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonSecretsManagerClient(awsCredentials, (AmazonSecretsManagerConfig)clientConfig);
}
