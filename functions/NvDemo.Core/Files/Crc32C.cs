using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;

namespace NvDemo.Core.Files;

/// <summary>CRC-32C (RFC 3720, B.4), its highest byte first. System.IO.Hashing has another CRC-32 only.</summary>
internal sealed class Crc32C() : NonCryptographicHashAlgorithm(sizeof(uint))
{
    private uint _crc = uint.MaxValue;

    public override void Append(ReadOnlySpan<byte> source)
    {
        for (; source.Length >= sizeof(ulong); source = source[sizeof(ulong)..])
            _crc = BitOperations.Crc32C(_crc, BinaryPrimitives.ReadUInt64LittleEndian(source));
        foreach (var value in source)
            _crc = BitOperations.Crc32C(_crc, value);
    }

    public override void Reset() => _crc = uint.MaxValue;

    protected override void GetCurrentHashCore(Span<byte> destination) => BinaryPrimitives.WriteUInt32BigEndian(destination, ~_crc);
}
