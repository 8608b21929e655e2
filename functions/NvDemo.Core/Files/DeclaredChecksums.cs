using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Security.Cryptography;
using NvDemo.Core.Http;

namespace NvDemo.Core.Files;

/// <summary>
/// The checksums by which a client has an upload verified: <c>Content-Digest</c> and <c>Repr-Digest</c> (RFC 9530; of a whole file they are
/// the same), <c>Content-MD5</c> (RFC 1864), and <c>x-amz-checksum-*</c> as S3 has them
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html). Algorithms that are not known are ignored; of
/// the others all must hold.
/// </summary>
internal static class DeclaredChecksums
{
    private delegate byte[] Algorithm(ReadOnlySpan<byte> content);

    private static readonly Dictionary<string, Algorithm> Headers = new()
    {
        ["Content-MD5"] = MD5.HashData,
        ["x-amz-checksum-crc32"] = content => BigEndian(Crc32.HashToUInt32(content)),
        ["x-amz-checksum-crc32c"] = content => BigEndian(Crc32C(content)),
        ["x-amz-checksum-crc64nvme"] = Crc64Nvme.HashData,
        ["x-amz-checksum-sha1"] = SHA1.HashData,
        ["x-amz-checksum-sha256"] = SHA256.HashData,
    };

    private static readonly string[] DigestHeaders = ["Content-Digest", "Repr-Digest"];

    private static readonly Dictionary<string, Algorithm> Digests = new()
    {
        ["sha-256"] = SHA256.HashData,
        ["sha-512"] = SHA512.HashData,
    };

    /// <exception cref="InvalidInputException">One does not hold, or is malformed; the message names its header.</exception>
    public static void Verify(Request request, ReadOnlySpan<byte> content)
    {
        foreach (var (header, algorithm) in Headers)
        {
            if (request.Header(header) is { } value)
                Verify(header, value, algorithm, content);
        }

        foreach (var header in DigestHeaders)
        {
            foreach (var (name, value) in Members(request.Header(header) ?? ""))
            {
                if (Digests.TryGetValue(name, out var algorithm))
                    Verify(header, Bytes(value), algorithm, content);
            }
        }
    }

    private static void Verify(string header, string base64, Algorithm algorithm, ReadOnlySpan<byte> content)
    {
        var declared = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, declared, out var length))
            throw new InvalidInputException($"{header} is malformed: it must hold a checksum in Base64.");
        if (!algorithm(content).AsSpan().SequenceEqual(declared.AsSpan(0, length)))
            throw new InvalidInputException($"{header} does not fit the body that arrived: nothing is stored.");
    }

    // A dictionary of structured fields (RFC 9651, 3.2), whose values are byte sequences here, which hold no comma; of a name the last counts.
    private static Dictionary<string, string> Members(string dictionary)
    {
        var members = new Dictionary<string, string>();
        foreach (var member in dictionary.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = member.Split('=', 2);
            members[parts[0]] = parts.Length == 2 ? parts[1] : "";
        }

        return members;
    }

    // Between colons (RFC 9651, 3.3.5), perhaps with parameters after it; else what is no Base64.
    private static string Bytes(string value)
    {
        var item = value.Split(';', 2)[0].TrimEnd();
        return item is [':', .. var base64, ':'] ? base64 : ":";
    }

    internal static byte[] BigEndian(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static uint Crc32C(ReadOnlySpan<byte> content)
    {
        var crc = uint.MaxValue;
        for (; content.Length >= sizeof(ulong); content = content[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(content));
        foreach (var value in content)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
