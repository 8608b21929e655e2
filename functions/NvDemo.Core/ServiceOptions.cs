namespace NvDemo.Core;

/// <summary>What the service is told about itself.</summary>
public sealed record ServiceOptions
{
    /// <summary>
    /// The most bytes of a body that a response of the service can have on either cloud: Lambda takes 6,291,556 bytes, which have the body in
    /// Base64, and its headers (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
    /// </summary>
    public const int MaxPayload = 4_587_520;

    /// <summary>The least that <see cref="SpoolLimit"/> can be: the tail of an upload by TUS, of up to 10 MiB, and what follows it.</summary>
    public const long MinSpool = 16L << 20;

    /// <summary>
    /// The most that <see cref="CopyLimit"/> can be: what S3 copies by one request
    /// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html).
    /// </summary>
    public const long MaxCopy = 5L << 30;

    /// <summary>The cloud whose compute this is: <c>azure</c> or <c>aws</c>.</summary>
    public required string Cloud { get; init; }

    public required string Bucket { get; init; }

    /// <summary>The URL under which clients reach the service on whichever cloud, ending in a slash.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>The largest body, in bytes, that goes through the service itself in either direction.</summary>
    public long InlineLimit { get; init; } = 4 * 1024 * 1024;

    /// <summary>The most bytes of uploads that may be on the disk of a process at once, on their way to the bucket.</summary>
    public long SpoolLimit { get; init; } = 256 * 1024 * 1024;

    /// <summary>
    /// The largest file, in bytes, that is copied in one request: by default what S3 copies well within its time. S3's own limit is
    /// <see cref="MaxCopy"/>.
    /// </summary>
    public long CopyLimit { get; init; } = 1L << 30;

    /// <summary>How long presigned URLs are good for.</summary>
    public TimeSpan PresignLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How old a walk that compared index and bucket is when the next one begins.</summary>
    public TimeSpan ReconcilePeriod { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Whether the log has a line in the combined format for each request, beside the service's own.</summary>
    public bool HasAccessLog { get; init; }

    /// <summary>Whether deleted files may be restored: the service has the rights on the versions that the bucket keeps.</summary>
    public bool HasUndelete { get; init; }

    /// <summary>The origins whose pages may call the service from a browser; <c>*</c> for all; none by default.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];
}
