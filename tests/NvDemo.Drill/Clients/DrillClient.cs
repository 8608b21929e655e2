using System.Globalization;
using System.Net.Sockets;
using NvDemo.Drill.History;

namespace NvDemo.Drill.Clients;

/// <summary>
/// One address as clients use it. Each request has a connection of its own: on one that was used before, .NET repeats what the server may
/// already have done.
/// </summary>
internal sealed class DrillClient : IDisposable
{
    // A frozen cloud never answers; whoever asks again is led to the other.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _route;
    private readonly Credentials _credentials;
    private readonly DrillHistory _history;
    private readonly HttpClient _http;

    /// <param name="route">Its name in the history.</param>
    /// <param name="url">The address.</param>
    /// <param name="credentials">What it signs in with.</param>
    /// <param name="history">Where each request is written down.</param>
    public DrillClient(string route, Uri url, Credentials credentials, DrillHistory history)
    {
        (_route, _credentials, _history) = (route, credentials, history);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero })
        {
            BaseAddress = url,
            Timeout = Patience,
        };
    }

    /// <summary>Its name in the history.</summary>
    public string Route => _route;

    /// <summary>Sends a request to the service.</summary>
    public Task<Answer> SendAsync(string method, string path, string key, byte[]? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(_route, method, new Uri(_http.BaseAddress!, path), path, key, body, [("Authorization", _credentials.Authorization), .. headers]);

    /// <summary>Sends content to a presigned URL.</summary>
    public Task<Answer> PutAsync(Uri presigned, string key, byte[] body) => SendAsync("s3", "PUT", presigned, $"presigned {key}", key, body, []);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<Answer> SendAsync(
        string route, string method, Uri url, string path, string key, byte[]? body, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = body is null ? null : new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
            _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content!.Headers.TryAddWithoutValidation(name, value);
        var what = $"{method} {path}{(body is null ? "" : $" {body.Length} bytes")}";
        var began = HistoryClock.Now;
        try
        {
            using var response = await _http.SendAsync(request);
            var content = await response.Content.ReadAsByteArrayAsync();
            var cloud = response.Headers.TryGetValues("X-Nv-Cloud", out var clouds) ? clouds.First() : null;
            return Told(new Operation(route, what, key, began, HistoryClock.Now, (int)response.StatusCode, cloud, null), response.Headers.ETag?.ToString(), content, Of(response));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return Told(new Operation(route, what, key, began, HistoryClock.Now, null, null, FailureOf(e)), null, [], UploadHeaders.None);
        }
    }

    private Answer Told(Operation operation, string? etag, byte[] body, UploadHeaders headers)
    {
        _history.Add(operation);
        return new Answer(operation, etag, body, headers);
    }

    private static UploadHeaders Of(HttpResponseMessage response) => new(
        response.Headers.Location,
        response.Headers.TryGetValues("Upload-Offset", out var offsets) ? long.Parse(offsets.First(), CultureInfo.InvariantCulture) : null,
        response.Headers.Contains("Nv-Index"));

    private static string FailureOf(Exception e) => e switch
    {
        TaskCanceledException => "timeout",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "refused",
        _ => "reset",
    };
}
