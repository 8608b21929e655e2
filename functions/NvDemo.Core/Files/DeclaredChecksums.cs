using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// The checksums by which a client has an upload verified: <c>Content-Digest</c> and <c>Repr-Digest</c> (RFC 9530; of a whole file they are
/// the same), <c>Content-MD5</c> (RFC 1864), and <c>x-amz-checksum-*</c> as S3 has them
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html). Algorithms that are not known are ignored; of
/// the others all must hold. The SHA-256 is worked out in any case, to be kept.
/// </summary>
internal sealed class DeclaredChecksums
{
    private static readonly Func<RunningChecksum> Sha256 = RunningChecksum.Sha256;

    private static readonly Dictionary<string, Func<RunningChecksum>> Headers = new()
    {
        ["Content-MD5"] = RunningChecksum.Md5,
        ["x-amz-checksum-crc32"] = RunningChecksum.Crc32,
        ["x-amz-checksum-crc32c"] = RunningChecksum.Crc32C,
        ["x-amz-checksum-crc64nvme"] = RunningChecksum.Crc64Nvme,
        ["x-amz-checksum-sha1"] = RunningChecksum.Sha1,
        ["x-amz-checksum-sha256"] = Sha256,
    };

    private static readonly string[] DigestHeaders = ["Content-Digest", "Repr-Digest"];

    private static readonly Dictionary<string, Func<RunningChecksum>> Digests = new()
    {
        ["sha-256"] = Sha256,
        ["sha-512"] = RunningChecksum.Sha512,
    };

    private readonly List<(string Header, byte[] Declared, RunningChecksum Running)> _checksums = [];
    private readonly RunningChecksum _sha256 = Sha256();

    private DeclaredChecksums()
    {
    }

    /// <summary>The SHA-256 that the client declares, before it is verified; <c>null</c> where it declares none.</summary>
    public Sha256Digest? DeclaredSha256 { get; private set; }

    /// <exception cref="InvalidInputException">One is malformed; the message names its header.</exception>
    public static DeclaredChecksums Of(Request request)
    {
        var declared = new DeclaredChecksums();
        foreach (var (header, algorithm) in Headers)
        {
            if (request.Header(header) is { } value)
                declared.Add(header, value, algorithm);
        }

        foreach (var header in DigestHeaders)
        {
            foreach (var (name, value) in Members(request.Header(header) ?? ""))
            {
                if (Digests.TryGetValue(name, out var algorithm))
                    declared.Add(header, Bytes(value), algorithm);
            }
        }

        return declared;
    }

    /// <summary>The next piece of the content.</summary>
    public void Append(ReadOnlySpan<byte> content)
    {
        _sha256.Append(content);
        foreach (var (_, _, running) in _checksums)
        {
            if (running != _sha256)
                running.Append(content);
        }
    }

    /// <summary>Decides, once all of the content is appended.</summary>
    /// <returns>The SHA-256 of the content.</returns>
    /// <exception cref="InvalidInputException">One does not hold; the message names its header.</exception>
    public Sha256Digest Verify()
    {
        var sha256 = _sha256.Finish();
        foreach (var (header, declared, running) in _checksums)
        {
            if (!(running == _sha256 ? sha256 : running.Finish()).AsSpan().SequenceEqual(declared))
                throw new InvalidInputException($"{header} does not fit the body that arrived: nothing is stored.");
        }

        return new Sha256Digest(sha256);
    }

    private void Add(string header, string base64, Func<RunningChecksum> algorithm)
    {
        var declared = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, declared, out var length))
            throw new InvalidInputException($"{header} is malformed: it must hold a checksum in Base64.");
        if (algorithm == Sha256 && length == Sha256Digest.Size)
            DeclaredSha256 = new Sha256Digest(declared.AsSpan(0, length));
        _checksums.Add((header, declared[..length], algorithm == Sha256 ? _sha256 : algorithm()));
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
}
