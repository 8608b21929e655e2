using System.Text;
using System.Text.RegularExpressions;
using NvDemo.Fuzz.Http;

namespace NvDemo.Fuzz.Comparison;

/// <summary>A reply without what its own time or way decides, and with one name for each cloud's keys.</summary>
internal sealed partial class NormalReply
{
    // What a reply's own way or time decides; every other header must be the same.
    private static readonly HashSet<string> OfTheCloud = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "Server", "Connection", "Keep-Alive", "Transfer-Encoding", "X-Request-Id", "X-Nv-Cloud",
        "x-amzn-RequestId", "x-amz-apigw-id", "X-Amzn-Trace-Id",
        // The local S3 has none of what passed through to it, which on AWS nothing does: it takes no trailers.
        "Repr-Digest",
    };

    private static readonly HashSet<string> Dates = new(StringComparer.OrdinalIgnoreCase) { "Last-Modified", "Upload-Expires" };

    private NormalReply(int status, SortedDictionary<string, string> headers, string body) => (Status, Headers, Body) = (status, headers, body);

    public int Status { get; }

    public SortedDictionary<string, string> Headers { get; }

    public string Body { get; }

    /// <param name="reply">The reply.</param>
    /// <param name="names">What the cloud's keys begin with.</param>
    public static NormalReply Of(RawReply reply, string names)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in reply.Headers)
        {
            if (OfTheCloud.Contains(name))
                continue;
            var normal = Dates.Contains(name) ? "(date)" : UploadIn().Replace(Normal(value, names), "$1(own)");
            var key = name.ToLowerInvariant();
            headers[key] = headers.TryGetValue(key, out var before) ? $"{before}\n{normal}" : normal;
        }

        var isText = reply.Header("Content-Type")?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;
        var body = Encoding.Latin1.GetString(reply.Body);
        if (isText && reply.Body.Length > 0)
        {
            body = DateAdded().Replace(Normal(body, names), "\"date_added\":\"(date)\"");
            body = OfUpload().Replace(body, "\"$1\":\"(own)\"");
            body = UploadInUrl().Replace(body, "uploadId=(own)");
            body = Cloud().Replace(body, "\"cloud\":\"(cloud)\"");
            // With those lengths that differ.
            headers.Remove("content-length");

            // A list's tag is that of its bytes.
            if (body.StartsWith('['))
                headers.Remove("etag");
        }

        // So is that of one which is not sent: unlike a file it has no date.
        if ((isText || reply.Status == 304) && reply.Body.Length == 0 && reply.Header("Last-Modified") is null)
            headers.Remove("etag");

        return new NormalReply(reply.Status, headers, body);
    }

    private static string Normal(string text, string names)
    {
        text = text.Replace(names, "(names)", StringComparison.Ordinal).Replace(CloudSession.TusFolder(names), "(folder)", StringComparison.Ordinal);
        return CursorIn().Replace(Signed().Replace(text, "$1(signed)"), "cursor=(cursor)");
    }

    // The life of a presigned URL is counted from the second in which it is made.
    [GeneratedRegex("(X-Amz-(?:Date|Signature|Credential|Security-Token|Expires)=|\"expires_in\":)[^&\",}]*")]
    private static partial Regex Signed();

    [GeneratedRegex("cursor=[^&>\"]*")]
    private static partial Regex CursorIn();

    [GeneratedRegex("\"date_added\":\"[^\"]*\"")]
    private static partial Regex DateAdded();

    [GeneratedRegex("\"(upload_id|begun_at|expires_at|next)\":\"[^\"]*\"")]
    private static partial Regex OfUpload();

    [GeneratedRegex("uploadId=[^&\"]*")]
    private static partial Regex UploadInUrl();

    [GeneratedRegex("(/api/tus/|[?&]upload_id=)[0-9a-f]+$")]
    private static partial Regex UploadIn();

    [GeneratedRegex("\"cloud\":\"(azure|aws)\"")]
    private static partial Regex Cloud();
}
