using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Browser;

/// <summary>
/// <c>GET /ui/</c>, a page to see and change files with, and <c>GET /ui/api</c>, a reading of the API's description. They are open: what
/// they show they ask for with the credentials that the reader gives them.
/// </summary>
public sealed class ServePage(IBucketAddress bucket)
{
    private const string Html = "text/html; charset=utf-8";

    private const string PolicyOfDescription =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".html"] = Html,
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    };

    private readonly Lazy<string> _policy = new(() =>
        $"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' {bucket.Origin}; img-src 'self' {bucket.Origin}; "
        + $"media-src {bucket.Origin}; frame-src {bucket.Origin}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    /// <summary><c>GET /ui</c>: what the page names is relative to <c>/ui/</c>.</summary>
    public static Task<Response> RedirectAsync(Request request, CancellationToken cancellation) =>
        Task.FromResult(Response.Of(308, MediaTypes.Text, default).With("Location", "ui/").With("Cache-Control", "no-cache"));

    /// <inheritdoc cref="RequestHandler"/>
    public Task<Response> HandleAsync(Request request, CancellationToken cancellation) => Task.FromResult(Answer(request));

    private Response Answer(Request request)
    {
        if (!PageAssets.Exist)
            return Problem.NotFound("The page is not in this build, which was made without Node.js.");
        var name = request.RouteValue switch { "" => "index.html", "api" => "api.html", var other => other };
        if (PageAssets.Read(name) is not { } packed)
            return Problem.NotFound("The page has no such file.");

        var isPacked = TakesGzip(request);
        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(packed)[..16])}{(isPacked ? "-gzip" : "")}\"";
        var response = Preconditions.Of(request).Evaluate(new Validators(etag, null)) switch
        {
            PreconditionResult.NotModified => new Response(304),
            PreconditionResult.Failed => Problem.PreconditionFailed(),
            _ => Response.Of(200, Types[Path.GetExtension(name)], isPacked ? packed : PageAssets.Unpack(packed))
                .With("Content-Encoding", isPacked ? "gzip" : null)
                .With("Content-Security-Policy", name == "api.html" ? PolicyOfDescription : _policy.Value)
                .With("Referrer-Policy", "no-referrer"),
        };
        return response
            .With("ETag", etag)
            .With("Vary", "Accept-Encoding")
            // The others have a hash of their content in their names.
            .With("Cache-Control", response.Status != 412 && name.StartsWith("assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache");
    }

    private static bool TakesGzip(Request request) =>
        StringWithQualityHeaderValue.TryParseList([request.Header("Accept-Encoding") ?? ""], out var codings)
        && codings.Any(coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && coding.Quality is not 0);
}
