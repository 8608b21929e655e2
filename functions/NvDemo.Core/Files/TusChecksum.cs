using NvDemo.Core.Http;

namespace NvDemo.Core.Files;

/// <summary><c>Upload-Checksum</c>: an algorithm, and what it gives of the bytes that a request appends, in Base64.</summary>
internal sealed class TusChecksum
{
    private static readonly Dictionary<string, Func<RunningChecksum>> Algorithms = new()
    {
        ["sha1"] = RunningChecksum.Sha1,
        ["md5"] = RunningChecksum.Md5,
        ["sha256"] = RunningChecksum.Sha256,
        ["crc32"] = RunningChecksum.Crc32,
    };

    private readonly RunningChecksum _running;
    private readonly byte[] _expected;

    private TusChecksum(RunningChecksum running, byte[] expected) => (_running, _expected) = (running, expected);

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
            ? new TusChecksum(algorithm(), expected[..length])
            : throw new InvalidInputException("Upload-Checksum must be an algorithm, a space, and the checksum in Base64.");
    }

    /// <summary>The next piece of what is appended.</summary>
    public void Append(ReadOnlySpan<byte> content) => _running.Append(content);

    /// <summary>Whether it fits all that was appended.</summary>
    public bool Fits() => _running.Finish().AsSpan().SequenceEqual(_expected);
}
