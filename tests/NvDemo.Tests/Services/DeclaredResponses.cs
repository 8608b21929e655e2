using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters;
using NvDemo.Adapters.Configuration;
using NvDemo.Core;
using NvDemo.Core.Composition;
using NvDemo.Core.Http;

namespace NvDemo.Tests.Services;

/// <summary>The route table as a promise: what either cloud answers is among the responses that the route declares.</summary>
internal static class DeclaredResponses
{
    private static readonly RouteTable Table = CreateTable();

    /// <summary>Asserts it of a request to one of Core's routes. What gateways and hosts answer by themselves is not declared.</summary>
    public static void Check(string method, string path, int status)
    {
        if (Route(method, path.Split('?', '#')[0]) is { } route && status is < 500 or 503)
            Assert.Contains(status, route.Responses.Concat(RouteResponse.OfEveryRoute).Select(response => response.Status));
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
