namespace NvDemo.Core.Http;

/// <summary>A response that a route may give.</summary>
/// <param name="Description">When it is given, as a sentence.</param>
/// <param name="ContentType">The media type of its body; <c>null</c> without one; <c>*/*</c> for a file's own.</param>
/// <param name="Schema">What JSON its body is: the name of a schema of OpenApi/schemas.json; <c>null</c> for what is no JSON.</param>
public sealed record RouteResponse(int Status, string Description, string? ContentType = null, string? Schema = null)
{
    private static readonly ResponseHeader RetryAfter = new("Retry-After", "Seconds after which to try again.", IsAlways: false);

    /// <summary>What the pipeline itself answers, whatever the route.</summary>
    public static IReadOnlyList<RouteResponse> OfEveryRoute { get; } =
    [
        Problem(400, "The request is malformed; the detail says how."),
        Problem(401, "The request has no credentials.").With(new ResponseHeader("WWW-Authenticate", "Which credentials are asked for.")),
        Problem(403, "The credentials are wrong, or do not permit this."),
        Problem(404, "There is no such route."),
        Problem(405, "The path does not support the method.").With(new ResponseHeader("Allow", "The methods that it supports.")),
        Problem(408, "The body did not arrive in time."),
        Problem(500, "The request failed unexpectedly, or the service is set up wrongly."),
        Problem(503, "A dependency is not available at the moment; Retry-After says when to try again.").With(RetryAfter),
    ];

    /// <summary>Its own headers; those of every response are in the description of the API.</summary>
    public IReadOnlyList<ResponseHeader> Headers { get; private init; } = [];

    public static RouteResponse Json(int status, string schema, string description) => new(status, description, MediaTypes.Json, schema);

    public static RouteResponse Problem(int status, string description) => new(status, description, MediaTypes.ProblemJson, "Problem");

    public RouteResponse With(params ResponseHeader[] headers) => this with { Headers = [.. Headers, .. headers] };
}
