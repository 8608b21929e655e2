using System.Buffers.Binary;
using System.IO.Hashing;

namespace NvDemo.Core.Files;

/// <summary>
/// CRC-64/NVME (NVM Express, NVM Command Set Specification 5.2.1.3.4), its highest byte first, with which the AWS SDKs check by default.
/// System.IO.Hashing has another CRC-64 only.
/// </summary>
internal sealed class Crc64Nvme() : NonCryptographicHashAlgorithm(sizeof(ulong))
{
    // Reflected: the lowest bit is the highest power.
    private const ulong Polynomial = 0x9A6C_9329_AC4B_C9B5;

    private static readonly ulong[] Table = [.. Enumerable.Range(0, 256).Select(Remainder)];

    private ulong _crc = ulong.MaxValue;

    public override void Append(ReadOnlySpan<byte> source)
    {
        var crc = _crc;
        foreach (var value in source)
            crc = Table[(byte)crc ^ value] ^ (crc >> 8);
        _crc = crc;
    }

    public override void Reset() => _crc = ulong.MaxValue;

    protected override void GetCurrentHashCore(Span<byte> destination) => BinaryPrimitives.WriteUInt64BigEndian(destination, ~_crc);

    private static ulong Remainder(int value)
    {
        var remainder = (ulong)value;
        for (var bit = 0; bit < 8; bit++)
            remainder = (remainder & 1) == 0 ? remainder >> 1 : (remainder >> 1) ^ Polynomial;
        return remainder;
    }
}
