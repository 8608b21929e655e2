using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager.Internal;

/// <summary>The answer to GetSecretValue: a secret or a typed error.</summary>
internal sealed class GetSecretValueResponseUnmarshaller : JsonResponseUnmarshaller
{
    public static GetSecretValueResponseUnmarshaller Instance { get; } = new();

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var document = JsonDocument.Parse(input.Stream);
        var secret = document.RootElement;
        return new GetSecretValueResponse
        {
            ARN = Text(secret, "ARN"),
            Name = Text(secret, "Name"),
            SecretBinary = Value(secret, "SecretBinary") is { } binary ? new MemoryStream(binary.GetBytesFromBase64()) : null,
            SecretString = Text(secret, "SecretString"),
            VersionId = Text(secret, "VersionId"),
        };
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input,
        Exception innerException,
        HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(input.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        return error.Code == nameof(ResourceNotFoundException)
            ? new ResourceNotFoundException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode)
            : new AmazonSecretsManagerException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }

    private static string? Text(JsonElement secret, string name) => Value(secret, name)?.GetString();

    private static JsonElement? Value(JsonElement secret, string name) =>
        secret.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
