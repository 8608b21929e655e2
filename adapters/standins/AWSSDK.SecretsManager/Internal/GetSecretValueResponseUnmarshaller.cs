using System.Text.Json;
using Amazon.Runtime;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager.Internal;

/// <summary>The answer to GetSecretValue.</summary>
internal sealed class GetSecretValueResponseUnmarshaller : SecretsManagerResponseUnmarshaller
{
    public static GetSecretValueResponseUnmarshaller Instance { get; } = new();

    protected override AmazonWebServiceResponse Read(JsonElement response) => new GetSecretValueResponse
    {
        ARN = Text(response, "ARN"),
        Name = Text(response, "Name"),
        SecretBinary = Value(response, "SecretBinary") is { } binary ? new MemoryStream(binary.GetBytesFromBase64()) : null,
        SecretString = Text(response, "SecretString"),
        VersionId = Text(response, "VersionId"),
    };
}
