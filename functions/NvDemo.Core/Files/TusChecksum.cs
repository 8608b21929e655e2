using System.IO.Hashing;
using System.Security.Cryptography;
using NvDemo.Core.Http;

namespace NvDemo.Core.Files;

/// <summary><c>Upload-Checksum</c>: an algorithm, and what it gives of the bytes that a request appends, in Base64.</summary>
internal sealed class TusChecksum
{
    private delegate byte[] Algorithm(ReadOnlySpan<byte> content);

    private static readonly Dictionary<string, Algorithm> Algorithms = new()
    {
        ["sha1"] = SHA1.HashData,
        ["md5"] = MD5.HashData,
        ["sha256"] = SHA256.HashData,
        ["crc32"] = content => DeclaredChecksums.BigEndian(Crc32.HashToUInt32(content)),
    };

    private readonly Algorithm _algorithm;
    private readonly byte[] _expected;

    private TusChecksum(Algorithm algorithm, byte[] expected) => (_algorithm, _expected) = (algorithm, expected);

    /// <summary>The algorithms, as <c>Tus-Checksum-Algorithm</c> has them.</summary>
    public static string Names => string.Join(',', Algorithms.Keys);

    /// <summary>That of a request; <c>null</c> where it has none.</summary>
    /// <exception cref="InvalidInputException">It is malformed, or of another algorithm.</exception>
    public static TusChecksum? Of(Request request)
    {
        if (request.Header("Upload-Checksum") is not { } text)
            return null;
        var parts = text.Split(' ', 2, StringSplitOptions.TrimEntries);
        var expected = new byte[text.Length];
        if (!Algorithms.TryGetValue(parts[0], out var algorithm))
            throw new InvalidInputException($"Upload-Checksum must be of one of these algorithms: {Names}.");
        return parts.Length == 2 && Convert.TryFromBase64String(parts[1], expected, out var length)
            ? new TusChecksum(algorithm, expected[..length])
            : throw new InvalidInputException("Upload-Checksum must be an algorithm, a space, and the checksum in Base64.");
    }

    public bool Fits(ReadOnlySpan<byte> content) => _algorithm(content).AsSpan().SequenceEqual(_expected);
}
