using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Stores a new version of a secret, which becomes <c>AWSCURRENT</c>; the one that was it becomes <c>AWSPREVIOUS</c>.</summary>
public class PutSecretValueRequest : AmazonWebServiceRequest
{
    /// <summary>Name or ARN of the secret; required by the service.</summary>
    public string? SecretId { get; set; }

    /// <summary>The value.</summary>
    public string? SecretString { get; set; }

    /// <summary>The id of the new version, 32 to 64 characters: the same request with the same token is the same version.</summary>
    public string? ClientRequestToken { get; set; }
}
