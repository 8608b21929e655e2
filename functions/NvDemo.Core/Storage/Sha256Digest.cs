using System.Buffers.Binary;

namespace NvDemo.Core.Storage;

/// <summary>The SHA-256 of a whole content.</summary>
public sealed record Sha256Digest
{
    /// <summary>In bytes.</summary>
    public const int Size = 32;

    // Four numbers, so that one of many takes no array of its own.
    private readonly ulong _a, _b, _c, _d;

    /// <param name="bytes"><see cref="Size"/> of them.</param>
    public Sha256Digest(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>As S3 and RFC 9530 have it.</summary>
    public string Base64 => Convert.ToBase64String(ToArray());

    /// <summary>From Base64; <c>null</c> where it is none of that, as what S3 has of an object in parts.</summary>
    public static Sha256Digest? OfBase64(string? text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        return text is not null && Convert.TryFromBase64String(text, bytes, out var length) && length == Size ? new Sha256Digest(bytes) : null;
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Writes its <see cref="Size"/> bytes.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _a);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], _d);
    }

    /// <summary>In hexadecimal digits, as <c>sha256sum</c> prints it.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
