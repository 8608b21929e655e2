using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters;
using NvDemo.Adapters.Configuration;
using NvDemo.Core;
using NvDemo.Core.Composition;
using NvDemo.Core.Http;

namespace NvDemo.Tests.Services;

/// <summary>
/// The route table as a promise, and the description that is made from it: what either cloud answers is among the responses that the route
/// declares, with the headers and the JSON that are described.
/// </summary>
internal static class DeclaredResponses
{
    public static RouteTable Table { get; } = CreateTable();

    /// <summary>What <c>GET /api/openapi.json</c> answers.</summary>
    public static byte[] Description => Table.Routes.Single(route => route.Name == "describe-api")
        .Handler(new Request { Method = "GET", Path = "/api/openapi.json", RequestId = "" }, default).Result.Bytes.ToArray();

    private static DescribedReplies Described { get; } = new(Description);

    /// <summary>Asserts it of a request to one of Core's routes. What gateways and hosts answer by themselves is not declared.</summary>
    public static void Check(string method, string path, CloudReply reply)
    {
        if (reply.Status is >= 500 and not 503 || Route(method, path.Split('?', '#')[0]) is not { } route)
            return;
        Assert.Contains(reply.Status, route.Responses.Concat(RouteResponse.OfEveryRoute).Select(response => response.Status));
        Described.Check(route, method, reply);
    }

    private static Route? Route(string method, string path)
    {
        try
        {
            return Table.Find(RequestPath.Decode(path))?.Group.Route(method);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private static RouteTable CreateTable()
    {
        // Nothing connects before a route is used.
        var settings = new SettingsReader(new Dictionary<string, string>
        {
            ["Nv__Database"] = "Host=db",
            ["Nv__Redis"] = "cache",
            ["AWS_REGION"] = "eu-west-1",
        }.GetValueOrDefault);
        return new ServiceCollection()
            .AddLogging()
            .AddNvCore(new ServiceOptions { Cloud = "test", Bucket = "b", PublicUrl = Nowhere.Url })
            .AddDataPlane(settings)
            .BuildServiceProvider()
            .GetRequiredService<RouteTable>();
    }
}
