using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>The version that was stored.</summary>
public class PutSecretValueResponse : AmazonWebServiceResponse
{
    /// <summary>ARN of the secret.</summary>
    public string? ARN { get; set; }

    /// <summary>Name of the secret.</summary>
    public string? Name { get; set; }

    /// <summary>Id of the version.</summary>
    public string? VersionId { get; set; }
}
