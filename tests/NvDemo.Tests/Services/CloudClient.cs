using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Services;

/// <summary>A client of one cloud that sends paths exactly as they are written, and follows no redirect.</summary>
public sealed class CloudClient(Uri cloud) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>The demo client's credentials.</summary>
    public static string Authorization { get; } =
        Basic($"{LocalAws.ClientUserName}:{LocalAws.ClientPassword}");

    public static string Basic(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));

    /// <summary>Sends a request; <paramref name="authorization"/> is the header's value, or <c>null</c> for none.</summary>
    public async Task<CloudReply> SendAsync(
        string method, string path, HttpContent? body = null, string? authorization = "demo", params (string Name, string Value)[] headers)
    {
        var uri = new Uri(cloud.AbsoluteUri.TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(method), uri) { Content = body };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization == "demo" ? Authorization : authorization);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                body!.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        var reply = new CloudReply(
            (int)response.StatusCode,
            response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await response.Content.ReadAsByteArrayAsync());
        DeclaredResponses.Check(method, path, reply);
        return reply;
    }

    public Task<CloudReply> GetAsync(string path) => SendAsync("GET", path);

    public Task<CloudReply> UploadAsync(string key, byte[] content, string? type = null)
    {
        var body = new ByteArrayContent(content);
        if (type is not null)
            body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return SendAsync("PUT", "/api/upload/" + OddKeys.Encode(key), body);
    }

    /// <summary>Begins an upload in parts.</summary>
    public Task<CloudReply> BeginAsync(string key, long size, long? partSize, string? type = null) => SendAsync(
        "POST", "/api/multipart/" + OddKeys.Encode(key), JsonContent.Create(new { size, part_size = partSize, content_type = type }));

    public Task<CloudReply> DownloadAsync(string key) => GetAsync("/" + OddKeys.Encode(key));

    public Task<CloudReply> DeleteAsync(string key) => SendAsync("DELETE", "/" + OddKeys.Encode(key));

    public void Dispose() => _http.Dispose();
}
