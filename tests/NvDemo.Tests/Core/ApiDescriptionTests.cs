using System.Text;
using System.Text.Json;
using Microsoft.OpenApi;
using NvDemo.Core.Http;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Core;

public sealed class ApiDescriptionTests
{
    private static readonly JsonElement Document = JsonDocument.Parse(DeclaredResponses.Description).RootElement;
    private static readonly string[] Schemas = [.. Document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name)];

    [Fact]
    public void It_is_OpenAPI_3_1()
    {
        var read = OpenApiDocument.Parse(Encoding.UTF8.GetString(DeclaredResponses.Description), "json");
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic!.SpecificationVersion);
        Assert.Empty(read.Diagnostic.Errors);
        Assert.Equal(DeclaredResponses.Table.Routes.Count, read.Document!.Paths.Sum(path => path.Value.Operations!.Count));
    }

    [Fact]
    public void Every_route_is_in_it_with_its_scope()
    {
        foreach (var route in DeclaredResponses.Table.Routes)
        {
            var security = Document.GetProperty("paths").GetProperty(route.Template).GetProperty(route.Method.ToLowerInvariant()).GetProperty("security");
            var scopes = security.EnumerateArray().SelectMany(one => one.GetProperty("basic").EnumerateArray()).Select(scope => scope.GetString()!);
            Assert.Equal($"{route.Scope}".ToLowerInvariant().Replace("all", "read, write, delete", StringComparison.Ordinal).Replace("none", "", StringComparison.Ordinal), string.Join(", ", scopes));
        }
    }

    [Fact]
    public void All_JSON_has_a_schema_and_every_schema_a_use()
    {
        var named = DeclaredResponses.Table.Routes.SelectMany(route => route.Responses).Concat(RouteResponse.OfEveryRoute)
            .Where(response => response.ContentType is MediaTypes.Json or MediaTypes.ProblemJson).Select(response => response.Schema)
            .Concat(DeclaredResponses.Table.Routes.Where(route => route.Body is { ContentType: MediaTypes.Json }).Select(route => route.Body!.Schema))
            .Distinct().ToArray();
        Assert.All(named, name => Assert.Contains(name!, Schemas));
        var text = Document.GetRawText();
        Assert.All(Schemas, name => Assert.Contains($"\"#/components/schemas/{name}\"", text));
    }

    [Fact]
    public async Task Who_has_it_is_not_sent_it_again()
    {
        var handler = DeclaredResponses.Table.Routes.Single(route => route.Name == "describe-api").Handler;
        var request = new Request { Method = "GET", Path = "/api/openapi.json", RequestId = "" };
        var tag = (await handler(request, default)).Headers["ETag"];
        var headers = new Dictionary<string, string> { ["If-None-Match"] = tag };
        var again = await handler(new Request { Method = "GET", Path = request.Path, RequestId = "", Headers = headers }, default);
        Assert.Equal(304, again.Status);
    }
}
