using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager.Internal;

/// <summary>GetSecretValue as a request of the JSON 1.1 protocol.</summary>
internal sealed class GetSecretValueRequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public static GetSecretValueRequestMarshaller Instance { get; } = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = (GetSecretValueRequest)input;
        return new DefaultRequest(request, "Amazon.SecretsManager")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = Body(request),
            Headers =
            {
                ["Content-Type"] = "application/x-amz-json-1.1",
                ["X-Amz-Target"] = "secretsmanager.GetSecretValue",
            },
        };
    }

    private static byte[] Body(GetSecretValueRequest request)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (request.SecretId is not null)
                json.WriteString("SecretId", request.SecretId);
            if (request.VersionId is not null)
                json.WriteString("VersionId", request.VersionId);
            if (request.VersionStage is not null)
                json.WriteString("VersionStage", request.VersionStage);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
