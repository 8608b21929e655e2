using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NvDemo.Drill.Clients;

/// <summary>The content of a file: its name and its size decide every byte, so that whoever has it knows whether it is whole.</summary>
internal static class Content
{
    public static byte[] Of(string key, long size)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{size} {key}")));
        var bytes = new byte[size];
        new Random(BitConverter.ToInt32(seed)).NextBytes(bytes);
        return bytes;
    }

    public static bool IsOf(string key, ReadOnlySpan<byte> bytes) => bytes.SequenceEqual(Of(key, bytes.Length));
}
