using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace NvDemo.Core.Files;

/// <summary>A checksum of what is appended, piece by piece.</summary>
internal sealed class RunningChecksum
{
    private readonly Action<ReadOnlySpan<byte>> _append;
    private readonly Func<byte[]> _result;

    private RunningChecksum(Action<ReadOnlySpan<byte>> append, Func<byte[]> result) => (_append, _result) = (append, result);

    public static RunningChecksum Md5() => Of(HashAlgorithmName.MD5);

    public static RunningChecksum Sha1() => Of(HashAlgorithmName.SHA1);

    public static RunningChecksum Sha256() => Of(HashAlgorithmName.SHA256);

    public static RunningChecksum Sha512() => Of(HashAlgorithmName.SHA512);

    public static RunningChecksum Crc32()
    {
        var crc = new Crc32();
        return new RunningChecksum(crc.Append, () => BigEndian(crc.GetCurrentHashAsUInt32()));
    }

    public static RunningChecksum Crc32C() => Of(new Crc32C());

    public static RunningChecksum Crc64Nvme() => Of(new Crc64Nvme());

    public void Append(ReadOnlySpan<byte> content) => _append(content);

    /// <summary>The checksum, its highest byte first, once all is appended.</summary>
    public byte[] Finish() => _result();

    private static RunningChecksum Of(HashAlgorithmName algorithm)
    {
        var hash = IncrementalHash.CreateHash(algorithm);
        return new RunningChecksum(hash.AppendData, () =>
        {
            using (hash)
                return hash.GetHashAndReset();
        });
    }

    private static RunningChecksum Of(NonCryptographicHashAlgorithm hash) => new(hash.Append, hash.GetCurrentHash);

    // System.IO.Hashing has the lowest first.
    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
