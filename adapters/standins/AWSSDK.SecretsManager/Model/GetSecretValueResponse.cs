using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>A version of a secret: either <see cref="SecretString"/> or <see cref="SecretBinary"/> is set.</summary>
public class GetSecretValueResponse : AmazonWebServiceResponse
{
    /// <summary>ARN of the secret.</summary>
    public string? ARN { get; set; }

    /// <summary>Name of the secret.</summary>
    public string? Name { get; set; }

    /// <summary>The value, if it was stored as bytes.</summary>
    public MemoryStream? SecretBinary { get; set; }

    /// <summary>The value, if it was stored as text.</summary>
    public string? SecretString { get; set; }

    /// <summary>Id of the version.</summary>
    public string? VersionId { get; set; }
}
