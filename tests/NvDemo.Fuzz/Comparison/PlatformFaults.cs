using NvDemo.Fuzz.Grammar;

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
            "health",
            "Whether every dependency answers within a second is of the moment.",
            exchange => exchange.Path == "/health" && exchange.Replies.All(reply => reply.Status is < 500 or 503)),
        new(
            "chunks",
            "The Functions host parses chunks itself, and answers what is malformed with its bare 500.",
            exchange => exchange.Has("Transfer-Encoding") && exchange.Request.Framing != Framing.Whole && exchange.Azure.Status == 500 && exchange.Aws.Status < 500),
        new(
            "body limit",
            "The Functions host answers a body over its limit (FUNCTIONS_REQUEST_BODY_SIZE_LIMIT) with its bare 500.",
            exchange => exchange.Azure.Status == 500 && exchange.Values("Content-Length").Any(length => long.TryParse(length, out var bytes) && bytes > 16_777_216)),
        new(
            "methods",
            "The Functions host takes head for a method with a body, and the app for HEAD: the reply's length is wrong for the host.",
            exchange => exchange.Azure.Status == 500 && exchange.Request.Method is "head" or "Head"),
        new(
            "versions",
            "The local S3 names keys in a list of versions as they are, which XML can't for U+FFFE and U+FFFF; Amazon's encodes them.",
            exchange => exchange.Path.StartsWith("/api/undelete/", StringComparison.Ordinal) && (exchange.Path.Contains("%EF%BF%BE", StringComparison.OrdinalIgnoreCase) || exchange.Path.Contains("%EF%BF%BF", StringComparison.OrdinalIgnoreCase))),
    ];
}
