namespace NvDemo.Core.Storage;

/// <summary>What copying an object came to.</summary>
public abstract record CopyResult
{
    private CopyResult()
    {
    }

    /// <summary>The copy is there.</summary>
    /// <param name="ETag">Its entity tag, quoted.</param>
    /// <param name="RequestId">The store's id of the request, which the event of it names too; <c>null</c> where it has none.</param>
    public sealed record Copied(string ETag, string? RequestId) : CopyResult;

    /// <summary>Nothing was done: the source is gone or has another tag, or the target is not as the conditions say.</summary>
    public sealed record Changed : CopyResult;

    /// <summary>The source is in an archive (S3 Glacier), and has to be restored before it can be read.</summary>
    public sealed record Archived : CopyResult;
}
