using System.Buffers;
using System.Security.Cryptography;

namespace NvDemo.Core.Storage;

/// <summary>An upload in parts: all but the last have one size.</summary>
/// <param name="Id">The service's own id of it.</param>
/// <param name="Key">Where the file will be.</param>
/// <param name="StoreId">The store's id.</param>
/// <param name="Size">The file's size in bytes.</param>
/// <param name="PartSize">That of its parts.</param>
/// <param name="ContentType">The file's media type.</param>
/// <param name="BegunAt">When it began, UTC.</param>
public sealed record MultipartUpload(
    string Id, ObjectKey Key, string StoreId, long Size, long PartSize, string? ContentType, DateTime BegunAt)
{
    /// <summary>S3's limits (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html), in bytes.</summary>
    public const long MinPartSize = 5L << 20, MaxPartSize = 5L << 30, MaxSize = 5L << 40;

    /// <summary>The most parts.</summary>
    public const int MaxParts = 10_000;

    private const long UsualPartSize = 16L << 20, Step = 1L << 20;

    /// <summary>How long an upload is kept that is not completed.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(7);

    public DateTime ExpiresAt => BegunAt + Lifetime;

    public int PartCount => CountOf(Size, PartSize);

    /// <summary>The size of parts that suits a file: 16 MiB, or as many more as 10,000 parts take.</summary>
    public static long PartSizeOf(long size) => Math.Max(UsualPartSize, LeastPartSizeOf(size));

    /// <summary>The smallest size of parts, in whole MiB, with which a file has no more than there can be.</summary>
    public static long LeastPartSizeOf(long size) => Math.Max(MinPartSize, ((size / MaxParts / Step) + 1) * Step);

    /// <summary>How many parts there are; an empty file has one.</summary>
    public static int CountOf(long size, long partSize) => (int)Math.Clamp((size + partSize - 1) / partSize, 1, int.MaxValue);

    /// <summary>
    /// The entity tag, without quotes, that S3 gives to what it makes of parts: the MD5 of their MD5s, which are their own tags, and their count
    /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html). <c>null</c> where the tags are no MD5s.
    /// </summary>
    public static string? TagOf(IReadOnlyList<StoredPart> parts)
    {
        var hashes = new byte[parts.Count * MD5.HashSizeInBytes];
        for (var i = 0; i < parts.Count; i++)
        {
            var hash = hashes.AsSpan(i * MD5.HashSizeInBytes, MD5.HashSizeInBytes);
            var tag = parts[i].ETag.Trim('"');
            if (tag.Length != 2 * hash.Length || Convert.FromHexString(tag, hash, out _, out _) != OperationStatus.Done)
                return null;
        }

        return $"{Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, hashes))}-{parts.Count}";
    }

    /// <summary>The size of a part.</summary>
    public long SizeOf(int number) => number < PartCount ? PartSize : Size - ((PartCount - 1) * PartSize);
}
