using System.Text.Json;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Http;

/// <summary>
/// Error responses: RFC 9457 problem details, plus <c>message</c>, which is all that API Gateway's own errors have. The texts never
/// hold an exception, an SQL statement, a host name or a secret.
/// </summary>
public static class Problem
{
    /// <summary>Seconds after which a client may try again when a dependency is out.</summary>
    public const int RetryAfterSeconds = 2;

    /// <summary>400: the request breaks a rule that <paramref name="detail"/> names.</summary>
    public static Response BadRequest(string detail) => Create(400, "Bad Request", detail);

    /// <summary>401: no credentials came with the request. The same body as API Gateway's UNAUTHORIZED gateway response.</summary>
    public static Response Unauthorized() =>
        Create(401, "Unauthorized", "Credentials are required: HTTP Basic authentication.")
            .With("WWW-Authenticate", "Basic realm=\"nv-demo\"")
            .With("Cache-Control", "no-store");

    /// <summary>403: the credentials are wrong or not enough. The same body as API Gateway's ACCESS_DENIED gateway response.</summary>
    public static Response Forbidden() => Forbidden("The credentials are not valid or do not permit this operation.");

    /// <summary>403, for another reason than the credentials.</summary>
    public static Response Forbidden(string detail) => Create(403, "Forbidden", detail).With("Cache-Control", "no-store");

    /// <summary>403: the caller may use only keys that begin otherwise.</summary>
    public static Response OutsidePrefixes(KeyPrefixes prefixes) => Forbidden($"The credentials permit only keys that begin with {prefixes}.");

    public static Response NotFound(string detail) => Create(404, "Not Found", detail);

    /// <summary>405, with the methods that the path does have.</summary>
    public static Response MethodNotAllowed(string method, string allow) =>
        Create(405, "Method Not Allowed", $"This path does not support {method}.").With("Allow", allow);

    /// <summary>408: the body did not arrive in time.</summary>
    public static Response RequestTimeout(string detail) => Create(408, "Request Timeout", detail);

    /// <summary>409: the state of things does not permit it; <paramref name="detail"/> says why.</summary>
    public static Response Conflict(string detail) => Create(409, "Conflict", detail);

    /// <summary>409: several files have the name; <paramref name="candidates"/> are their keys.</summary>
    public static Response Ambiguous(string filename, IReadOnlyList<string> candidates) =>
        Create(409, "Conflict", $"Several files are named '{filename}': ask for one of the candidates by its full key.", json =>
        {
            json.WriteStartArray("candidates");
            foreach (var candidate in candidates)
                json.WriteStringValue(candidate);
            json.WriteEndArray();
        });

    /// <summary>412: a precondition of the request (<c>If-Match</c>, <c>If-None-Match</c>) does not hold.</summary>
    public static Response PreconditionFailed() => PreconditionFailed("The file is not in the state that the request's precondition asks for.");

    /// <summary>412, for another reason than the file's state.</summary>
    public static Response PreconditionFailed(string detail) => Create(412, "Precondition Failed", detail);

    /// <summary>413: the body is too large; <paramref name="detail"/> gives the limit.</summary>
    public static Response ContentTooLarge(string detail) => Create(413, "Content Too Large", detail);

    /// <summary>415: the body is of a type that is not taken here.</summary>
    public static Response UnsupportedMediaType(string detail) => Create(415, "Unsupported Media Type", detail);

    /// <summary>416: the range starts past the end of the file.</summary>
    public static Response RangeNotSatisfiable(long? size) =>
        Create(416, "Range Not Satisfiable", "The file has no byte in the range asked for.")
            .With("Content-Range", size is { } bytes ? $"bytes */{bytes}" : null);

    /// <summary>460, as TUS has it: the body is not what its checksum says.</summary>
    public static Response ChecksumMismatch() =>
        Create(460, "Checksum Mismatch", "Upload-Checksum does not fit the body that arrived: nothing is stored.");

    /// <summary>500: a defect, or a service that is set up wrongly; the log has what happened, under the response's <c>X-Request-Id</c>.</summary>
    public static Response InternalServerError() =>
        Create(500, "Internal Server Error", "The request failed unexpectedly. The X-Request-Id header identifies it.");

    /// <summary>503: a dependency is out of reach.</summary>
    public static Response ServiceUnavailable(string dependency) =>
        Create(503, "Service Unavailable", $"{dependency} is not available at the moment.")
            .With("Retry-After", RetryAfterSeconds.ToString());

    /// <summary>503: there is too much to do at once; <paramref name="detail"/> says of what.</summary>
    public static Response Overloaded(string detail) =>
        Create(503, "Service Unavailable", detail).With("Retry-After", RetryAfterSeconds.ToString());

    private static Response Create(int status, string title, string detail, Action<Utf8JsonWriter>? extension = null) =>
        Response.Of(status, MediaTypes.ProblemJson, JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteString("message", detail);
            extension?.Invoke(json);
            json.WriteEndObject();
        }));
}
