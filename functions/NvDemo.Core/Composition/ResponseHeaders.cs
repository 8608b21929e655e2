using NvDemo.Core.Http;

namespace NvDemo.Core.Composition;

/// <summary>The headers of responses that several routes have.</summary>
internal static class ResponseHeaders
{
    public static readonly ResponseHeader ETag = new("ETag", "The entity tag of the file, or of the page.");
    public static readonly ResponseHeader NextPage = new("Link", "The next page, as rel=\"next\"; the last one has none.", IsAlways: false);
    public static readonly ResponseHeader FileLocation = new("Location", "The file's path.");
    public static readonly ResponseHeader UploadLocation = new("Location", "The upload's own path.");
    public static readonly ResponseHeader BucketLocation = new("Location", "A URL of the bucket, good for a while.");
    public static readonly ResponseHeader Pending = new("Nv-Index", "pending: the list does not show it yet.");
    public static readonly ResponseHeader Undeletable = new("Nv-Undelete", "available: POST /api/undelete/{key} brings the file back.", IsAlways: false);
    public static readonly ResponseHeader RetryAfter = new("Retry-After", "Seconds after which to try again.");
    public static readonly ResponseHeader FullSize = new("Nv-Size", "The whole file's size in bytes.");
    public static readonly ResponseHeader ContentRange = new("Content-Range", "Which range it is, and of how many bytes.");

    public static readonly ResponseHeader[] FileHeaders =
    [
        ETag,
        FullSize,
        new("Last-Modified", "When the file was stored."),
        new("Accept-Ranges", "bytes."),
        new("Content-Security-Policy", "sandbox: nothing in the file runs."),
        new("Content-Disposition", "How browsers show the file, and the name that they save it by.", IsAlways: false),
        new("Content-Encoding", "How the file is encoded.", IsAlways: false),
        new("Content-Language", "The file's language.", IsAlways: false),
        new("Repr-Digest", "The SHA-256 of the whole file (RFC 9530), where it has been verified.", IsAlways: false),
        new("Nv-Meta-*", "What else there is to say of the file.", IsAlways: false),
    ];
}
