using System.Text.Json;
using Amazon.Runtime;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager.Internal;

/// <summary>The answer to PutSecretValue.</summary>
internal sealed class PutSecretValueResponseUnmarshaller : SecretsManagerResponseUnmarshaller
{
    public static PutSecretValueResponseUnmarshaller Instance { get; } = new();

    protected override AmazonWebServiceResponse Read(JsonElement response) => new PutSecretValueResponse
    {
        ARN = Text(response, "ARN"),
        Name = Text(response, "Name"),
        VersionId = Text(response, "VersionId"),
    };
}
