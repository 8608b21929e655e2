using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace NvDemo.LocalClouds.Aws.ApiGateway;

/// <summary>
/// The API's gateway responses: what a client gets when the gateway itself answers. The deployed API is configured to answer the same.
/// </summary>
internal sealed class GatewayResponse
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly GatewayResponse TooLarge =
        new(413, "The body is too large for a direct upload. GET /api/upload_presigned/{key} gives a URL to PUT it to.");

    /// <summary>UNAUTHORIZED: the Authorization header is missing, or the authorizer said so.</summary>
    public static readonly GatewayResponse Unauthorized =
        new(401, "Credentials are required: HTTP Basic authentication.", ("WWW-Authenticate", "Basic realm=\"nv-demo\""));

    /// <summary>ACCESS_DENIED: the authorizer's policy does not allow the request.</summary>
    public static readonly GatewayResponse AccessDenied = new(403, "The credentials are not valid or do not permit this operation.");

    /// <summary>
    /// AUTHORIZER_FAILURE: the authorizer failed: it has not the secret that it compares with, no time to check a password, or no instance
    /// free. On AWS AUTHORIZER_CONFIGURATION_ERROR is the same.
    /// </summary>
    public static readonly GatewayResponse AuthorizerFailure = new(503, "Authentication is not available at the moment.", ("Retry-After", "2"));

    /// <summary>REQUEST_TOO_LARGE: the body is over the gateway's limit.</summary>
    public static readonly GatewayResponse RequestTooLarge = TooLarge;

    /// <summary>REQUEST_TOO_LARGE, too: the event is over Lambda's limit.</summary>
    public static readonly GatewayResponse EventTooLarge = TooLarge;

    /// <summary>THROTTLED: too many requests at once.</summary>
    public static readonly GatewayResponse Throttled = new(429, "Too many requests at once.", ("Retry-After", "1"));

    /// <summary>
    /// INTEGRATION_FAILURE: the function failed or answered something invalid, or all its instances are taken, which the gateway can't
    /// tell apart. On AWS API_CONFIGURATION_ERROR and DEFAULT_5XX, whatever else fails in the gateway, are the same.
    /// </summary>
    public static readonly GatewayResponse IntegrationFailure = new(503, "The service is not available at the moment.", ("Retry-After", "1"));

    /// <summary>INTEGRATION_TIMEOUT: the function took too long.</summary>
    public static readonly GatewayResponse IntegrationTimeout = new(504, "The function did not answer in time.");

    private readonly int _status;
    private readonly (string Name, string Value)[] _headers;
    private readonly byte[] _body;

    private GatewayResponse(int status, string detail, params (string Name, string Value)[] headers)
    {
        _status = status;
        _headers = headers;
        _body = JsonSerializer.SerializeToUtf8Bytes(
            new { type = "about:blank", title = Title(status), status, detail, message = detail },
            Json);
    }

    // RFC 9110 has renamed it.
    private static string Title(int status) => status == 413 ? "Content Too Large" : ReasonPhrases.GetReasonPhrase(status);

    /// <summary>Answers a request.</summary>
    public Task WriteAsync(HttpContext context, GatewayRequest request)
    {
        var response = context.Response;
        response.StatusCode = _status;
        response.ContentType = "application/problem+json";
        foreach (var (name, value) in _headers)
            response.Headers[name] = value;
        response.Headers["X-Nv-Cloud"] = "aws";
        response.Headers["X-Request-Id"] = request.RequestId;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        response.Headers["x-amzn-RequestId"] = request.RequestId;
        response.Headers["x-amz-apigw-id"] = request.ExtendedRequestId;
        if (HttpMethods.IsHead(request.Method))
        {
            response.ContentLength = 0;
            return Task.CompletedTask;
        }

        response.ContentLength = _body.Length;
        return response.Body.WriteAsync(_body).AsTask();
    }
}
