using System.Text.Json;
using Json.Schema;
using NvDemo.Core.Http;

namespace NvDemo.Tests.Services;

/// <summary>The description of the API as a promise: headers, media type and JSON of a reply are those that it names.</summary>
internal sealed class DescribedReplies(byte[] document)
{
    private readonly JsonElement _document = JsonDocument.Parse(document).RootElement;
    private readonly Dictionary<string, JsonSchema> _schemas = [];

    /// <summary>Asserts it of a reply of a route.</summary>
    public void Check(Route route, string method, CloudReply reply)
    {
        var what = $"{method} {route.Template}: {reply}";
        var response = Resolved(_document.GetProperty("paths").GetProperty(route.Template).GetProperty(route.Method.ToLowerInvariant())
            .GetProperty("responses").GetProperty($"{reply.Status}"));
        CheckHeaders(response.GetProperty("headers"), reply, what);
        if (method == "HEAD" || reply.Body.Length == 0)
            return;

        Assert.True(response.TryGetProperty("content", out var content), $"No body is described: {what}");
        var type = reply.Header("Content-Type")!.Split(';')[0].Trim();
        Assert.True(content.TryGetProperty(type, out var media) || content.TryGetProperty("*/*", out media), $"{type} is not described: {what}");
        if (media.TryGetProperty("schema", out var schema))
            Assert.True(Schema(schema.GetProperty("$ref").GetString()!).Evaluate(reply.Json).IsValid, $"The JSON is not as described: {what}");
    }

    private void CheckHeaders(JsonElement headers, CloudReply reply, string what)
    {
        foreach (var header in headers.EnumerateObject().Where(header => Resolved(header.Value).TryGetProperty("required", out _)))
            Assert.True(reply.Header(header.Name) is not null, $"{header.Name} is missing: {what}");
        var described = headers.EnumerateObject().Select(header => header.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in reply.Headers.Keys.Where(name => !IsOfProtocol(name)))
            Assert.True(described.Contains(name.StartsWith("nv-meta-", StringComparison.OrdinalIgnoreCase) ? "Nv-Meta-*" : name), $"{name} is not described: {what}");
    }

    // What servers and gateways add by themselves, what a body's description says, and what the Fetch standard has of its own.
    private static bool IsOfProtocol(string header) =>
        header.ToLowerInvariant() is "connection" or "content-length" or "content-type" or "date" or "keep-alive" or "server" or "transfer-encoding"
        || header.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase) || header.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase);

    private JsonElement Resolved(JsonElement element) =>
        element.TryGetProperty("$ref", out var reference) ? At(reference.GetString()!) : element;

    private JsonElement At(string reference) =>
        reference.Split('/')[1..].Aggregate(_document, (element, name) => element.GetProperty(name));

    private JsonSchema Schema(string reference)
    {
        lock (_schemas)
        {
            if (!_schemas.TryGetValue(reference, out var schema))
            {
                var all = _document.GetProperty("components").GetProperty("schemas").GetRawText();
                var text = $$"""{"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"{{reference}}","$defs":{{all}}}""";
                schema = JsonSchema.FromText(text.Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
                _schemas.Add(reference, schema);
            }

            return schema;
        }
    }
}
