using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Services;

/// <summary>The clients that the hosts' contract signs in as: the demo client, two that are confined to prefixes, and two that may do less.</summary>
public static class TestClients
{
    /// <summary>The secret <c>client</c> that has them.</summary>
    public const string Secret = $$"""
        {"clients":[{{LocalAws.DemoClient}},
        {"username":"a","password":"in-a","prefixes":["team-a/"]},
        {"username":"no-delete","password":"in-no-delete","scopes":["read","write"]},
        {"username":"no-read","password":"in-no-read","scopes":["write","delete"]},
        {"username":"a-and-b","password":"in-a-and-b","prefixes":["team-a/","team-b/"]}]}
        """;

    /// <summary>The <c>Authorization</c> of the client of <c>team-a/</c>.</summary>
    public static string OfA { get; } = CloudClient.Basic("a:in-a");

    /// <summary>The <c>Authorization</c> of the client that must not delete.</summary>
    public static string WithoutDelete { get; } = CloudClient.Basic("no-delete:in-no-delete");

    /// <summary>The <c>Authorization</c> of the client that must not read.</summary>
    public static string WithoutRead { get; } = CloudClient.Basic("no-read:in-no-read");

    /// <summary>The <c>Authorization</c> of the client of <c>team-a/</c> and <c>team-b/</c>.</summary>
    public static string OfAAndB { get; } = CloudClient.Basic("a-and-b:in-a-and-b");
}
