namespace NvDemo.Core.Storage;

/// <summary>
/// An upload by TUS (https://tus.io/protocols/resumable-upload) as it stands: parts of an upload of the store's, and after them a tail that
/// is too short for a part, which is an object of its own until more has come.
/// </summary>
/// <param name="Id">The service's own id of it.</param>
/// <param name="Key">Where the file will be.</param>
/// <param name="StoreId">The store's id of the upload in parts.</param>
/// <param name="Length">The file's size in bytes.</param>
/// <param name="ContentType">The file's media type.</param>
/// <param name="Metadata">What the client said of it, as it said it.</param>
/// <param name="BegunAt">When it began, UTC.</param>
public sealed record TusUpload(
    string Id, ObjectKey Key, string StoreId, long Length, string? ContentType, string Metadata, DateTime BegunAt)
{
    /// <summary>The most bytes: as many parts as there can be, at their smallest.</summary>
    public const long MaxLength = MultipartUpload.MaxParts * MultipartUpload.MinPartSize;

    // Numbers that were reserved in vain make the others' parts larger; no request holds more than this and its own body.
    private const long LargestPart = 2 * MultipartUpload.MinPartSize;

    /// <summary>How many bytes are stored.</summary>
    public long Offset { get; init; }

    /// <summary>The number of the last part; 0 where there is none.</summary>
    public int LastPart { get; init; }

    /// <summary>The number that is reserved next.</summary>
    public int NextPart { get; init; } = 1;

    /// <summary>Where the tail is; <c>null</c> where there is none.</summary>
    public ObjectKey? Tail { get; init; }

    public long TailLength { get; init; }

    /// <summary>Grows with every change of what is above.</summary>
    public int Version { get; init; }

    /// <summary>Whether the file has been made of it.</summary>
    public bool IsComplete { get; init; }

    public bool IsWhole => Offset == Length;

    public DateTime ExpiresAt => BegunAt + MultipartUpload.Lifetime;

    /// <summary>What a part must at least have that is not the last, so that the numbers last.</summary>
    public long PartSize
    {
        get
        {
            var numbers = Math.Max(1, MultipartUpload.MaxParts - NextPart + 1);
            return Math.Clamp((Length - Offset + TailLength + numbers - 1) / numbers, MultipartUpload.MinPartSize, LargestPart);
        }
    }

    /// <summary>A name that nothing else has, for a tail.</summary>
    public ObjectKey NewTail() => ObjectKey.FromBucket($"{ObjectKey.Own}tus/{Id}/{Guid.NewGuid():N}");
}
