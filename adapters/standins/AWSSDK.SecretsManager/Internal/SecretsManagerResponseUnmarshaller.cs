using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager.Internal;

/// <summary>The answer to an operation: a JSON object or a typed error.</summary>
internal abstract class SecretsManagerResponseUnmarshaller : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var document = JsonDocument.Parse(input.Stream);
        return Read(document.RootElement);
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

    protected static string? Text(JsonElement response, string name) => Value(response, name)?.GetString();

    protected static JsonElement? Value(JsonElement response, string name) =>
        response.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    protected abstract AmazonWebServiceResponse Read(JsonElement response);
}
