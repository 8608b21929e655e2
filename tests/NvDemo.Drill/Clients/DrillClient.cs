using System.Net.Sockets;
using System.Text;
using NvDemo.Drill.History;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Drill.Clients;

/// <summary>
/// One address as clients use it. Each request has a connection of its own: on one that was used before, .NET repeats what the server may
/// already have done.
/// </summary>
internal sealed class DrillClient : IDisposable
{
    // A frozen cloud never answers; whoever asks again is led to the other.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string Authorization = "Basic "
        + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{LocalAws.ClientUserName}:{LocalAws.ClientPassword}"));

    private readonly string _route;
    private readonly DrillHistory _history;
    private readonly HttpClient _http;

    /// <param name="route">Its name in the history.</param>
    /// <param name="url">The address.</param>
    /// <param name="history">Where each request is written down.</param>
    public DrillClient(string route, Uri url, DrillHistory history)
    {
        (_route, _history) = (route, history);
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
        SendAsync(_route, method, new Uri(_http.BaseAddress!, path), path, key, body, [("Authorization", Authorization), .. headers]);

    /// <summary>Sends content to a presigned URL.</summary>
    public Task<Answer> PutAsync(Uri presigned, string key, byte[] body) => SendAsync("s3", "PUT", presigned, $"presigned {key}", key, body, []);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<Answer> SendAsync(
        string route, string method, Uri url, string path, string key, byte[]? body, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = body is null ? null : new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var what = $"{method} {path}{(body is null ? "" : $" {body.Length} bytes")}";
        var began = HistoryClock.Now;
        try
        {
            using var response = await _http.SendAsync(request);
            var content = await response.Content.ReadAsByteArrayAsync();
            var cloud = response.Headers.TryGetValues("X-Nv-Cloud", out var clouds) ? clouds.First() : null;
            return Told(new Operation(route, what, key, began, HistoryClock.Now, (int)response.StatusCode, cloud, null), response.Headers.ETag?.ToString(), content);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return Told(new Operation(route, what, key, began, HistoryClock.Now, null, null, FailureOf(e)), null, []);
        }
    }

    private Answer Told(Operation operation, string? etag, byte[] body)
    {
        _history.Add(operation);
        return new Answer(operation, etag, body);
    }

    private static string FailureOf(Exception e) => e switch
    {
        TaskCanceledException => "timeout",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "refused",
        _ => "reset",
    };
}
