using System.Buffers.Binary;

namespace NvDemo.Core.Files;

/// <summary>
/// CRC-64/NVME (NVM Express, NVM Command Set Specification 5.2.1.3.4), with which the AWS SDKs check by default. System.IO.Hashing has
/// another CRC-64 only.
/// </summary>
internal static class Crc64Nvme
{
    // Reflected: the lowest bit is the highest power.
    private const ulong Polynomial = 0x9A6C_9329_AC4B_C9B5;

    private static readonly ulong[] Table = [.. Enumerable.Range(0, 256).Select(Remainder)];

    /// <summary>The checksum, its highest byte first.</summary>
    public static byte[] HashData(ReadOnlySpan<byte> content)
    {
        var crc = ulong.MaxValue;
        foreach (var value in content)
            crc = Table[(byte)crc ^ value] ^ (crc >> 8);
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ~crc);
        return bytes;
    }

    private static ulong Remainder(int value)
    {
        var remainder = (ulong)value;
        for (var bit = 0; bit < 8; bit++)
            remainder = (remainder & 1) == 0 ? remainder >> 1 : (remainder >> 1) ^ Polynomial;
        return remainder;
    }
}
