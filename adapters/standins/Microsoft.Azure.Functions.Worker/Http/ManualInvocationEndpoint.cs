using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Invocation;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>
/// <c>POST /admin/functions/{name}</c> with <c>{"input":"…"}</c> invokes a function that is not an HTTP function:
/// https://learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http.
/// </summary>
internal sealed class ManualInvocationEndpoint(ManualInvocations invocations)
{
    private const string Path = "/admin/functions";

    /// <summary>
    /// The status of the answer: 202 when the invocation has begun, 404 where there is no such function, 415 for a body that is not
    /// declared as JSON, 400 for one that is not an object with a text as its input.
    /// </summary>
    public async Task<int> HandleAsync(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method)
            || !request.Path.StartsWithSegments(Path, out var rest)
            || rest.Value is not ['/', .. var name])
        {
            return StatusCodes.Status404NotFound;
        }

        if (!request.HasJsonContentType())
            return StatusCodes.Status415UnsupportedMediaType;
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            var input = body.RootElement.TryGetProperty("input", out var value) ? value.GetString() : null;
            return invocations.TryStart(name, input) ? StatusCodes.Status202Accepted : StatusCodes.Status404NotFound;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return StatusCodes.Status400BadRequest;
        }
    }
}
