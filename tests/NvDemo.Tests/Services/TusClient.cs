using System.Globalization;
using System.Text;

namespace NvDemo.Tests.Services;

/// <summary>The requests of TUS 1.0.0 (https://tus.io/protocols/resumable-upload), one by one.</summary>
internal static class TusClient
{
    public const string Path = "/api/tus/";

    /// <summary>A request with the version, and with credentials.</summary>
    public static Task<CloudReply> TusAsync(
        this CloudClient client, string method, string path, byte[]? body = null, string authorization = "demo", params (string Name, string Value)[] headers)
    {
        HttpContent? content = body is null ? null : new ByteArrayContent(body);
        (string, string)[] ofBody = body is null ? [] : [("Content-Type", "application/offset+octet-stream")];
        return client.SendAsync(method, path, content, authorization, [("Tus-Resumable", "1.0.0"), .. ofBody, .. headers]);
    }

    public static Task<CloudReply> CreateAsync(
        this CloudClient client, string key, long length, byte[]? body = null, string? type = null, string authorization = "demo",
        params (string Name, string Value)[] headers) => client.TusAsync(
            "POST", Path, body, authorization, [("Upload-Length", Text(length)), ("Upload-Metadata", Metadata(key, type)), .. headers]);

    /// <summary>Begins an upload; the path of it.</summary>
    public static async Task<string> CreatedAsync(this CloudClient client, string key, long length)
    {
        var created = await client.CreateAsync(key, length);
        Assert.True(created.Status == 201, created.ToString());
        return created.UploadPath();
    }

    public static Task<CloudReply> AppendAsync(
        this CloudClient client, string path, long offset, byte[] content, params (string Name, string Value)[] headers) =>
        client.TusAsync("PATCH", path, content, headers: [("Upload-Offset", Text(offset)), .. headers]);

    /// <summary>How far an upload is.</summary>
    public static async Task<long> OffsetAsync(this CloudClient client, string path)
    {
        var head = await client.TusAsync("HEAD", path);
        Assert.True(head.Status == 200, head.ToString());
        return head.Offset();
    }

    public static long Offset(this CloudReply reply) => long.Parse(reply.Header("Upload-Offset")!, CultureInfo.InvariantCulture);

    /// <summary>The path of the upload that a creation names, on whichever cloud.</summary>
    public static string UploadPath(this CloudReply created) => new Uri(created.Header("Location")!).AbsolutePath;

    public static string Metadata(string key, string? type) =>
        $"filename {Base64(key)}" + (type is null ? "" : $",filetype {Base64(type)}");

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A file of any size, wherever it is served from.</summary>
    public static async Task<byte[]> WholeAsync(this CloudClient client, string key)
    {
        var reply = await client.DownloadAsync(key);
        if (reply.Status != 302)
            return reply.Status == 200 ? reply.Body : throw new InvalidOperationException(reply.ToString());
        using var s3 = new HttpClient();
        return await s3.GetByteArrayAsync(new Uri(reply.Header("Location")!));
    }
}
