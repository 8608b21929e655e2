using NvDemo.Fuzz.Grammar;

namespace NvDemo.Fuzz.Comparison;

/// <summary>What the platforms in front of the service make differ, and the service can do nothing about.</summary>
internal static class PlatformDifferences
{
    private static readonly string[] Declared = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"];

    public static readonly IReadOnlyList<Difference> All =
    [
        new("length of HEAD", "API Gateway makes the Content-Length of a reply to HEAD 0.", exchange => exchange.Request.Method == "HEAD", "content-length"),
        new("health", "Whether every dependency answers within a second is of the moment.", exchange => exchange.Path == "/health"),
        new(
            "type of nothing",
            "API Gateway gives a reply without content the type application/json.",
            exchange => exchange.Aws.Body.Length == 0 && exchange.Azure.Header("Content-Type") is null,
            "content-type"),
        new(
            "methods",
            "The Functions host answers methods that the trigger does not declare with a bare 404, and sends those that differ from a known one by case in upper case.",
            exchange => !Declared.Contains(exchange.Request.Method)),
        new(
            "host's paths",
            "The Functions host answers /admin and /runtime itself, whatever their case.",
            exchange => Below(exchange, "/admin") || Below(exchange, "/runtime")),
        new(
            "functions' paths",
            "Only Azure has the webhook of SNS and, for who has the master key, postgres-init and reconcile.",
            exchange => Below(exchange, "/api/events/sns") || Below(exchange, "/api/postgres-init") || Below(exchange, "/api/reconcile")),
        new(
            "U+0000",
            "Kestrel, and so the Functions host, refuses a NUL in a path.",
            exchange => exchange.Azure.Status == 400 && exchange.Path.Contains("%00", StringComparison.Ordinal)),
        new(
            "chunks",
            "Where chunks are malformed the Functions host answers its bare 500, API Gateway 400.",
            exchange => exchange.Has("Transfer-Encoding") && exchange.Request.Framing != Framing.Whole && exchange is { Azure.Status: 500, Aws.Status: 400 }),
        new("cut", "Nobody waits for the reply when the client ends the connection: it may be missing.", exchange => exchange.Replies.Any(reply => reply.IsCut)),
        new(
            "list of everything",
            "It is asked for at two moments, between which others have changed it.",
            exchange => exchange.Replies.All(reply => reply.Status == 200 && reply.Body.Length > 0 && reply.Body[0] == '[')
                && !exchange.Request.Target.Split('?', '&').LastOrDefault(parameter => parameter.Split('=')[0] == "prefix", "")
                    .StartsWith("prefix=" + Learned.Namespace, StringComparison.Ordinal),
            "body",
            "link"),
        new(
            "seconds",
            "HTTP's dates are of a second: what one cloud stored in the same second as something else, the other may have stored in the next.",
            exchange => exchange.Request.Head.Contains(Learned.LastModified, StringComparison.Ordinal)),
        new(
            "semicolons",
            "API Gateway takes a semicolon in the query for a separator.",
            exchange => exchange.Request.Target.Contains(';', StringComparison.Ordinal) && exchange.Request.Target.Contains('?', StringComparison.Ordinal)),
        new(
            "long heads",
            "Kestrel, and so the Functions host, takes request lines of 8,192 bytes and heads of 32,768; API Gateway both together of 10,240.",
            exchange => exchange.Request.Target.Length > 7_000 || exchange.Request.Head.Length > 9_000),
    ];

    private static bool Below(Exchange exchange, string path) =>
        exchange.Path.Equals(path, StringComparison.OrdinalIgnoreCase) || exchange.Path.StartsWith(path + "/", StringComparison.OrdinalIgnoreCase);
}
