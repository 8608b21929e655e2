using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.SecretsManager.Internal;

/// <summary>A request of the JSON 1.1 protocol.</summary>
internal static class SecretsManagerRequest
{
    /// <param name="input">The operation's input.</param>
    /// <param name="operation">The operation's name.</param>
    /// <param name="members">The input's members; those that are null are left out.</param>
    public static IRequest Create(AmazonWebServiceRequest input, string operation, params (string Name, string? Value)[] members) =>
        new DefaultRequest(input, "Amazon.SecretsManager")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = Body(members),
            Headers =
            {
                ["Content-Type"] = "application/x-amz-json-1.1",
                ["X-Amz-Target"] = $"secretsmanager.{operation}",
            },
        };

    private static byte[] Body((string Name, string? Value)[] members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in members)
            {
                if (value is not null)
                    json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
