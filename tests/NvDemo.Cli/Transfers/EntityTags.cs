using System.Security.Cryptography;

namespace NvDemo.Cli.Transfers;

/// <summary>
/// Entity tags as S3 makes them, where the bucket's encryption is its own: the MD5 of the content, or of an upload in parts the MD5 of those
/// of the parts and their number (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
/// </summary>
internal static class EntityTags
{
    /// <summary>The tag of a file in parts.</summary>
    public static string Of(IReadOnlyList<byte[]> parts) => $"{Convert.ToHexStringLower(Md5([.. parts.SelectMany(part => part)]))}-{parts.Count}";

    /// <summary>The MD5 of a part of a file.</summary>
    public static async Task<byte[]> OfPartAsync(string file, long offset, long length, CancellationToken cancellation)
    {
        await using var part = FilePart.Open(file, offset, length);
#pragma warning disable CA5351 // It is what S3 has; nobody relies on it against an attacker.
        return await MD5.HashDataAsync(part, cancellation);
#pragma warning restore CA5351
    }

    /// <summary>
    /// Whether a file is as a tag says; <c>null</c> where the tag does not tell, as its parts are of an odd size. One that is no MD5, as with
    /// keys of KMS, does not fit.
    /// </summary>
    public static async Task<bool?> FitAsync(string file, string etag, CancellationToken cancellation)
    {
        var size = FilePart.LengthOf(file);
        if (etag.Length == 32)
            return Convert.ToHexStringLower(await OfPartAsync(file, 0, size, cancellation)) == etag;
        if (etag.Split('-') is not [{ Length: 32 }, var number] || !int.TryParse(number, out var count))
            return null;
        // The sizes that this client, the service, its copies and others use.
        long[] sizes = [.. new[] { Upload.UsualPartSize(size), 256L << 20, 5L << 20, 8L << 20 }.Distinct().Where(partSize => Upload.CountOf(size, partSize) == count)];
        foreach (var partSize in sizes)
        {
            var parts = new List<byte[]>();
            for (var offset = 0L; offset < size; offset += partSize)
                parts.Add(await OfPartAsync(file, offset, Math.Min(partSize, size - offset), cancellation));
            if (Of(parts) == etag)
                return true;
        }

        return sizes.Length == 0 ? null : false;
    }

    private static byte[] Md5(byte[] content)
    {
#pragma warning disable CA5351
        return MD5.HashData(content);
#pragma warning restore CA5351
    }
}
