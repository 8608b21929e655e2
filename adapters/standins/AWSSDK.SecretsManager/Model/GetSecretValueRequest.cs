using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Asks for one version of a secret.</summary>
public class GetSecretValueRequest : AmazonWebServiceRequest
{
    /// <summary>Name or ARN of the secret; required by the service.</summary>
    public string? SecretId { get; set; }

    /// <summary>Id of the version.</summary>
    public string? VersionId { get; set; }

    /// <summary>Staging label of the version; <c>AWSCURRENT</c> when neither this nor <see cref="VersionId"/> is set.</summary>
    public string? VersionStage { get; set; }
}
