namespace NvDemo.Core.Storage;

/// <summary>What completing an upload came to.</summary>
public abstract record CompleteResult
{
    /// <summary>The object is there.</summary>
    /// <param name="ETag">Its entity tag, quoted.</param>
    /// <param name="RequestId">As that of <see cref="PutResult"/>; <c>null</c> also where it was complete before.</param>
    public sealed record Complete(string ETag, string? RequestId) : CompleteResult;

    /// <summary>A condition does not hold; the upload is as it was.</summary>
    public sealed record PreconditionFailed : CompleteResult;

    /// <summary>The content has another checksum than it should; the upload is as it was.</summary>
    public sealed record OtherContent : CompleteResult;

    /// <summary>The store does not verify the checksum that was asked for; the upload is as it was.</summary>
    public sealed record Unverifiable : CompleteResult;

    /// <summary>It was complete for a moment at most: what is there now, or that nothing is, came after the upload had begun.</summary>
    public sealed record Superseded : CompleteResult;

    /// <summary>There is no such upload, nor an object that it has made.</summary>
    public sealed record Unknown : CompleteResult;
}
