using System.Net;
using System.Text.Json;

namespace NvDemo.Cli;

/// <summary>
/// The service on whichever cloud answers: where one does not, or says that it can't at the moment, the same request goes to the next one,
/// and around again for two minutes. A request that is refused the second time may have been done the first:
/// <see cref="ServiceException.MayBeDone"/>.
/// </summary>
internal sealed class Service : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // A little more than API Gateway's limit, once the body is there, which no connection is too slow for that has this many bytes a second.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(35);
    private const long SlowestBody = 64 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    private readonly ServiceAddress _address;
    private int _cloud;

    public Service(ServiceAddress address) => _address = address;

    /// <summary>The path of a file below a route's, each segment percent-encoded.</summary>
    /// <exception cref="ServiceException">A segment is <c>.</c> or <c>..</c>: URLs are resolved, so it would be another file's.</exception>
    public static string Path(string route, string key)
    {
        var segments = key.Split('/');
        return segments.Any(segment => segment is "." or "..")
            ? throw new ServiceException($"No URL can name {key}: it has a segment of dots.")
            : route + string.Join('/', segments.Select(Uri.EscapeDataString));
    }

    /// <summary>Sends a request until a cloud answers it.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path and the query, percent-encoded, without the first slash.</param>
    /// <param name="body">Makes the body, once for each time that it is sent.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="headers">More headers.</param>
    /// <exception cref="ServiceException">The service refuses it, or no cloud has answered in time.</exception>
    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, Func<HttpContent>? body, CancellationToken cancellation, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, body, headers, Patience, cancellation);

    /// <summary>Sends a request likewise, and reads what the reply says in JSON.</summary>
    /// <inheritdoc cref="SendAsync(HttpMethod, string, Func{HttpContent}?, CancellationToken, ValueTuple{string, string}[])"/>
    /// <param name="patience">For how long it is tried; two minutes by default, and each cloud once at least.</param>
    public async Task<JsonElement> AskAsync(
        HttpMethod method, string path, Func<HttpContent>? body, CancellationToken cancellation, TimeSpan? patience = null)
    {
        using var response = await SendAsync(method, path, body, [], patience ?? Patience, cancellation);
        return await ReadAsync(response, cancellation);
    }

    /// <summary>What a reply says in JSON.</summary>
    /// <exception cref="ServiceException">It is something else: who answers is not the service.</exception>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            return (await JsonDocument.ParseAsync(stream, cancellationToken: cancellation)).RootElement;
        }
        catch (JsonException)
        {
            throw new ServiceException($"{response.RequestMessage?.RequestUri} does not answer as the service does.");
        }
    }

    /// <summary>The entity tag of what has been stored, without quotes.</summary>
    /// <exception cref="ServiceException">The reply has none: who answers is not the service.</exception>
    public static string ETag(HttpResponseMessage response) => response.Headers.ETag?.Tag.Trim('"')
        ?? throw new ServiceException($"{response.RequestMessage?.RequestUri} does not answer as the service does.");

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, Func<HttpContent>? body, (string Name, string Value)[] headers, TimeSpan patience, CancellationToken cancellation)
    {
        var end = DateTime.UtcNow + patience;
        var reason = "";
        for (var attempt = 1; ; attempt++)
        {
            var cloud = Volatile.Read(ref _cloud);
            try
            {
                var response = await SendAsync(_address.Clouds[cloud], method, path, body, headers, cancellation);
                if (!IsPassing(response.StatusCode))
                    return response.IsSuccessStatusCode ? response : throw await RefusedAsync(response, attempt > 1, cancellation);
                reason = (await RefusedAsync(response, isRepeated: false, cancellation)).Message;
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                reason = e is OperationCanceledException ? "No answer in time." : e.Message;
            }

            if (DateTime.UtcNow > end && attempt >= _address.Clouds.Count)
                throw new ServiceException($"The service is not available: {reason}");
            Interlocked.CompareExchange(ref _cloud, (cloud + 1) % _address.Clouds.Count, cloud);
            if (attempt % _address.Clouds.Count == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(5000, 250 * attempt)), cancellation);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        Uri cloud, HttpMethod method, string path, Func<HttpContent>? body, (string Name, string Value)[] headers, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var request = new HttpRequestMessage(method, new Uri(cloud, path)) { Content = body?.Invoke() };
        deadline.CancelAfter(Timeout + TimeSpan.FromSeconds((request.Content?.Headers.ContentLength ?? 0) / SlowestBody));
        request.Headers.TryAddWithoutValidation("Authorization", _address.Authorization);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, deadline.Token);
    }

    private static bool IsPassing(HttpStatusCode status) => status
        is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static async Task<ServiceException> RefusedAsync(HttpResponseMessage response, bool isRepeated, CancellationToken cancellation)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(cancellation);
            try
            {
                if (JsonDocument.Parse(text).RootElement is { ValueKind: JsonValueKind.Object } problem && problem.TryGetProperty("message", out var message))
                    text = message.ToString();
            }
            catch (JsonException)
            {
                text = response.ReasonPhrase ?? "";
            }

            if (response.Headers.Location is { } location)
                text += $", it is at {location}";

            return new ServiceException($"{(int)response.StatusCode}: {text}", response.StatusCode, isRepeated);
        }
    }
}
