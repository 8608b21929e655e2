using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NvDemo.Fuzz.Grammar;
using NvDemo.Fuzz.Http;

namespace NvDemo.Fuzz;

/// <summary>One cloud's side of a sequence: its connection, its keys, and what its replies have told.</summary>
internal sealed partial class CloudSession(Uri cloud, char letter, int sequence) : IDisposable
{
    private readonly RawConnection _connection = new(cloud);
    private string _etag = "\"none\"";
    private string _lastModified = "Sun, 01 May 2022 12:11:48 GMT";
    private string _cursor = "none";
    private string _uploadId = "none";
    private string _tusUpload = "none";

    /// <summary>What its keys begin with.</summary>
    public string Namespace { get; } = string.Create(CultureInfo.InvariantCulture, $"{letter}zq{sequence:x7}");

    /// <summary>The files that it has acknowledged.</summary>
    public StoredFiles Files { get; } = new();

    /// <summary>What its uploads by TUS begin with, in Base64 without padding.</summary>
    public static string TusFolder(string names) => Convert.ToBase64String(Encoding.ASCII.GetBytes(names + "/t"));

    public async Task<RawReply> SendAsync(RequestTemplate request)
    {
        var reply = await _connection.SendAsync(request.Render(ValueOf), request.Method, request.Framing);
        // Not that of a list of all files, which is asked for at two moments.
        if (request.Target.Contains(Learned.Namespace, StringComparison.Ordinal))
            _etag = reply.Header("ETag") ?? _etag;
        _lastModified = reply.Header("Last-Modified") ?? _lastModified;
        if (reply.Header("Link") is { } link && CursorIn().Match(link) is { Success: true } found)
            _cursor = found.Groups[1].Value;
        if (UploadId().Match(Encoding.Latin1.GetString(reply.Body)) is { Success: true } upload)
            _uploadId = upload.Groups[1].Value;
        if (TusUpload().Match(reply.Header("Location") ?? "") is { Success: true } tus)
            _tusUpload = tus.Groups[1].Value;
        var target = Encoding.Latin1.GetString((request with { Head = request.Target, Body = [], Text = null }).Render(ValueOf));
        Files.Learn(request, target.Split('?', '#')[0], reply);
        return reply;
    }

    /// <summary>A GET of a path with the right credentials.</summary>
    public Task<RawReply> GetAsync(string path) => SendAsync(
        new RequestTemplate("GET", $"GET {path} HTTP/1.1\r\nHost: {Learned.Authority}\r\n{HeaderGrammar.Authorization}\r\n\r\n", []) { Target = path });

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private string ValueOf(char learned) => learned switch
    {
        Learned.Namespace => Namespace,
        Learned.ETag => _etag,
        Learned.LastModified => _lastModified,
        Learned.Cursor => _cursor,
        Learned.CutCursor => _cursor[..(_cursor.Length / 2)],
        Learned.ForgedCursor => RequestGrammar.ForgedCursor(Namespace),
        Learned.Authority => cloud.Authority,
        Learned.UploadId => _uploadId,
        Learned.TusUpload => _tusUpload,
        Learned.TusFolder => TusFolder(Namespace),
        _ => throw new ArgumentOutOfRangeException(nameof(learned)),
    };

    [GeneratedRegex("[?&]cursor=([^&>]+)")]
    private static partial Regex CursorIn();

    [GeneratedRegex("\"upload_id\":\"([^\"]+)\"")]
    private static partial Regex UploadId();

    [GeneratedRegex("/api/tus/([0-9a-f]+)$")]
    private static partial Regex TusUpload();
}
