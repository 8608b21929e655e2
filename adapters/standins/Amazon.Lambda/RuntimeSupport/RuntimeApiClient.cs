using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The Lambda Runtime API, version 2018-06-01.</summary>
internal sealed class RuntimeApiClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue ErrorJson = new("application/vnd.aws.lambda.error+json");

    private readonly string _runtime;
    private readonly Uri _next;
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        UseCookies = false,
        UseProxy = false,
    })
    {
        // The next event may be hours away.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>A client of the API at a <c>host:port</c>, which a path may follow.</summary>
    public RuntimeApiClient(string runtimeApi)
    {
        _runtime = $"http://{runtimeApi}/2018-06-01/runtime/";
        _next = new(_runtime + "invocation/next");
    }

    /// <summary>Waits for the next event.</summary>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(_next, cancellationToken);
        ThrowIfFailed(response, "invocation/next");

        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new(
            Required(response, "Lambda-Runtime-Aws-Request-Id"),
            Deadline(response),
            Header(response, "Lambda-Runtime-Invoked-Function-Arn"),
            Header(response, "Lambda-Runtime-Trace-Id"),
            new MemoryStream(body, 0, body.Length, writable: false, publiclyVisible: true));
    }

    /// <summary>Delivers the result of an invocation.</summary>
    public Task RespondAsync(string requestId, Stream response)
    {
        var content = new StreamContent(response);
        content.Headers.ContentType = Json;
        return PostAsync($"invocation/{requestId}/response", content);
    }

    /// <summary>Reports that an invocation failed.</summary>
    public Task ReportInvocationErrorAsync(string requestId, Exception exception) =>
        PostErrorAsync($"invocation/{requestId}/error", exception);

    /// <summary>Reports that the function could not be initialized.</summary>
    public Task ReportInitErrorAsync(Exception exception) => PostErrorAsync("init/error", exception);

    public void Dispose() => _http.Dispose();

    private Task PostErrorAsync(string path, Exception exception)
    {
        var report = ErrorReport.From(exception);
        var content = new ByteArrayContent(report.Json);
        content.Headers.ContentType = ErrorJson;
        return PostAsync(path, content, report.Type);
    }

    private async Task PostAsync(string path, HttpContent content, string? errorType = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _runtime + path) { Content = content };
        if (errorType is not null)
            request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);

        using var response = await _http.SendAsync(request);
        ThrowIfFailed(response, path);
    }

    private static void ThrowIfFailed(HttpResponseMessage response, string path)
    {
        if (!response.IsSuccessStatusCode)
            throw new RuntimeApiException($"The Runtime API answered {path} with {(int)response.StatusCode}.", response.StatusCode);
    }

    private static DateTimeOffset Deadline(HttpResponseMessage response)
    {
        const string Name = "Lambda-Runtime-Deadline-Ms";
        return long.TryParse(Required(response, Name), CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new RuntimeApiException($"The Runtime API sent a {Name} that is no number.", HttpStatusCode.OK);
    }

    private static string Required(HttpResponseMessage response, string name)
    {
        var value = Header(response, name);
        return value.Length > 0 ? value : throw new RuntimeApiException($"The Runtime API sent no {name}.", HttpStatusCode.OK);
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : "";
}
