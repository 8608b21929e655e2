using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using NvDemo.Core.Http;
using NvDemo.Core.Security;

namespace NvDemo.Core.OpenApi;

/// <summary>
/// <c>GET /api/openapi.json</c>: OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html), made from the route table when it is first asked
/// for, the same bytes on both clouds. It is one pass over that table, for which no library needs to be in every Lambda.
/// </summary>
/// <param name="routes">The routes that clients use, as long as they are not needed yet.</param>
public sealed class ApiDescription(Func<IEnumerable<Route>> routes)
{
    /// <summary>The headers that every response of the service has.</summary>
    public static readonly IReadOnlyList<string> CommonHeaders = ["X-Nv-Cloud", "X-Request-Id", "X-Content-Type-Options"];

    /// <summary>The headers that a response may have, whatever its route.</summary>
    public static readonly IReadOnlyList<string> OptionalHeaders = ["Cache-Control", "Strict-Transport-Security", "Vary"];

    private const string SchemasFile = "openapi/schemas.json";

    private static readonly string[] Verbs = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH"];

    private static readonly string Version =
        typeof(ApiDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly Lazy<(ReadOnlyMemory<byte> Bytes, string ETag)> _document = new(() =>
    {
        var bytes = JsonBytes.Write(json => WriteDocument(json, [.. routes()]));
        return (bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes.Span)[..16])}\"");
    });

    /// <inheritdoc cref="RequestHandler"/>
    public Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var (bytes, etag) = _document.Value;
        var response = Preconditions.Of(request).Evaluate(new Validators(etag, null)) switch
        {
            PreconditionResult.NotModified => new Response(304),
            PreconditionResult.Failed => Problem.PreconditionFailed(),
            _ => Response.Of(200, MediaTypes.Json, bytes),
        };
        return Task.FromResult(response.With("ETag", etag).With("Cache-Control", "no-cache"));
    }

    private static void WriteDocument(Utf8JsonWriter json, IReadOnlyList<Route> routes)
    {
        json.WriteStartObject();
        json.WriteString("openapi", "3.1.1");
        json.WriteStartObject("info");
        json.WriteString("title", "NvDemo");
        json.WriteString("version", Version);
        json.WriteString("description", "An authenticated file store, the same on both clouds. GET also answers HEAD; the last parameter of a path stands for the rest of it, slashes included.");
        json.WriteEndObject();
        json.WriteStartArray("servers");
        json.WriteStartObject();
        // Beside the document itself, wherever that is.
        json.WriteString("url", "..");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("paths");
        foreach (var path in routes.GroupBy(route => route.Template))
        {
            json.WriteStartObject(path.Key);
            foreach (var route in path.OrderBy(route => Array.IndexOf(Verbs, route.Method)))
                WriteOperation(json, route);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteComponents(json);
        json.WriteEndObject();
    }

    private static void WriteOperation(Utf8JsonWriter json, Route route)
    {
        json.WriteStartObject(route.Method.ToLowerInvariant());
        json.WriteString("operationId", route.Name);
        json.WriteString("summary", Sentence(route.Name));
        json.WriteStartArray("security");
        if (route.Scope != Scopes.None)
        {
            json.WriteStartObject();
            json.WriteStartArray("basic");
            foreach (var scope in new[] { Scopes.Read, Scopes.Write, Scopes.Delete }.Where(scope => route.Scope.HasFlag(scope)))
                json.WriteStringValue(scope.ToString().ToLowerInvariant());
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteParameters(json, route);
        if (route.Body is { } body)
        {
            json.WriteStartObject("requestBody");
            WriteContent(json, [(body.ContentType, body.Schema)]);
            json.WriteEndObject();
        }

        json.WriteStartObject("responses");
        foreach (var status in route.Responses.Concat(RouteResponse.OfEveryRoute).GroupBy(response => response.Status).OrderBy(group => group.Key))
            WriteResponse(json, status, [.. route.Responses]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter json, Route route)
    {
        json.WriteStartArray("parameters");
        if (route.Template.EndsWith('}'))
        {
            var name = route.Template[(route.Template.LastIndexOf('{') + 1)..^1];
            var description = name != "key" ? null : route.TakesNames ? "The file's key, or its filename." : "The file's key.";
            WriteParameter(json, name, "path", description, isRequired: true);
        }

        foreach (var parameter in route.Parameters)
        {
            var place = parameter.Location == ParameterLocation.Query ? "query" : "header";
            WriteParameter(json, parameter.Name, place, parameter.Description, parameter.IsRequired);
        }

        json.WriteEndArray();
    }

    private static void WriteParameter(Utf8JsonWriter json, string name, string place, string? description, bool isRequired)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("in", place);
        if (isRequired)
            json.WriteBoolean("required", true);
        if (description is not null)
            json.WriteString("description", description);
        json.WriteStartObject("schema");
        json.WriteString("type", "string");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter json, IGrouping<int, RouteResponse> status, IReadOnlyList<RouteResponse> own)
    {
        json.WriteStartObject(status.Key.ToString());
        var first = status.First();
        if (own.Contains(first))
        {
            WriteResponse(json, first.Description, [.. status]);
        }
        else
        {
            json.WriteString("$ref", $"#/components/responses/{status.Key}");
        }

        json.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter json, string description, RouteResponse[] same)
    {
        json.WriteString("description", description);
        json.WriteStartObject("headers");
        foreach (var header in CommonHeaders.Concat(OptionalHeaders))
        {
            json.WriteStartObject(header);
            json.WriteString("$ref", $"#/components/headers/{header}");
            json.WriteEndObject();
        }

        foreach (var header in same.SelectMany(response => response.Headers).DistinctBy(header => header.Name))
            WriteHeader(json, header.Name, header.Description, Array.TrueForAll(same, response => response.Headers.Contains(header) && header.IsAlways));
        json.WriteEndObject();
        (string, string?)[] content =
            [.. same.Where(response => response.ContentType is not null).DistinctBy(response => response.ContentType).Select(response => (response.ContentType!, response.Schema))];
        if (content.Length > 0)
            WriteContent(json, content);
    }

    private static void WriteContent(Utf8JsonWriter json, IEnumerable<(string Type, string? Schema)> content)
    {
        json.WriteStartObject("content");
        foreach (var (type, schema) in content)
        {
            json.WriteStartObject(type);
            if (schema is not null)
            {
                json.WriteStartObject("schema");
                json.WriteString("$ref", $"#/components/schemas/{schema}");
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteComponents(Utf8JsonWriter json)
    {
        json.WriteStartObject("components");
        json.WriteStartObject("securitySchemes");
        json.WriteStartObject("basic");
        json.WriteString("type", "http");
        json.WriteString("scheme", "basic");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("headers");
        foreach (var header in CommonHeaders)
            WriteHeader(json, header, description: null, isRequired: true);
        foreach (var header in OptionalHeaders)
            WriteHeader(json, header, description: null, isRequired: false);
        json.WriteEndObject();
        json.WriteStartObject("responses");
        foreach (var response in RouteResponse.OfEveryRoute)
        {
            json.WriteStartObject(response.Status.ToString());
            WriteResponse(json, response.Description, [response]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        using var file = typeof(ApiDescription).Assembly.GetManifestResourceStream(SchemasFile)!;
        using var schemas = JsonDocument.Parse(file);
        json.WritePropertyName("schemas");
        schemas.RootElement.WriteTo(json);
        json.WriteEndObject();
    }

    private static void WriteHeader(Utf8JsonWriter json, string name, string? description, bool isRequired)
    {
        json.WriteStartObject(name);
        if (description is not null)
            json.WriteString("description", description);
        if (isRequired)
            json.WriteBoolean("required", true);
        json.WriteStartObject("schema");
        json.WriteString("type", "string");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Sentence(string name) => $"{char.ToUpperInvariant(name[0])}{name[1..].Replace('-', ' ')}";
}
