namespace NvDemo.Fuzz.Comparison;

/// <summary>The replies of 500 and more that are not the service's: a platform in front of it answers so, as documented.</summary>
internal static class PlatformFaults
{
    public static readonly IReadOnlyList<Difference> All =
    [
        new(
            "HTTP version",
            "Servers refuse a version that they do not speak with 505 (RFC 9110, 15.6.6).",
            exchange => exchange.Replies.All(reply => reply.Status is 505 or 0)),
        new(
            "chunks",
            "The Functions host parses chunks itself, and answers what is malformed with its bare 500.",
            exchange => exchange.Has("Transfer-Encoding") && exchange.Request.Framing != Grammar.Framing.Whole && exchange.Azure.Status == 500 && exchange.Aws.Status < 500),
    ];
}
