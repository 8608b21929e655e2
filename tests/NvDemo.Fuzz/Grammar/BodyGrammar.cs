using System.Globalization;
using System.Text;

namespace NvDemo.Fuzz.Grammar;

/// <summary>Bodies, and how they are framed: RFC 9112, section 6.</summary>
internal sealed class BodyGrammar(Dice dice)
{
    /// <summary>The most that an upload through the service may have.</summary>
    private const int InlineLimit = 4 * 1024 * 1024;

    public byte[] Content() => dice.Weighted<byte[]>(
        (10, () => []),
        (40, () => dice.Bytes(1 + dice.Below(64))),
        (30, () => Encoding.UTF8.GetBytes("line " + dice.Below(1000).ToString(CultureInfo.InvariantCulture) + " ä 你 😀\r\n")),
        (10, () => dice.Bytes(1000 + dice.Below(20_000))),
        (5, () => "{\"a\":1}"u8.ToArray()),
        (5, () => "<script>alert(1)</script>"u8.ToArray()));

    /// <summary>Content about as large as may be; rare, as it is slow.</summary>
    public byte[] LargeContent() => dice.Bytes(InlineLimit + dice.Of(-1, 0, 1));

    /// <summary>Content with its length told.</summary>
    public static (string[] Lines, byte[] Body) OfLength(byte[] content) =>
        ([string.Create(CultureInfo.InvariantCulture, $"Content-Length: {content.Length}")], content);

    /// <summary>Content in chunks of some size.</summary>
    public (string[] Lines, byte[] Body) InChunks(byte[] content)
    {
        using var body = new MemoryStream();
        var size = Math.Max(1, dice.Of(1, 7, 100, 4096, 1 << 20));
        size = Math.Max(size, content.Length / 50);
        for (var at = 0; at < content.Length; at += size)
        {
            var chunk = content.AsSpan(at, Math.Min(size, content.Length - at));
            var extension = dice.Percent(3) ? ";a=b" : "";
            body.Write(Encoding.ASCII.GetBytes(chunk.Length.ToString(dice.Percent(50) ? "x" : "X", CultureInfo.InvariantCulture) + extension + "\r\n"));
            body.Write(chunk);
            body.Write("\r\n"u8);
        }

        body.Write(dice.Percent(95) ? "0\r\n\r\n"u8 : "0\r\nX-Trailer: x\r\n\r\n"u8);
        return ([dice.Percent(95) ? "Transfer-Encoding: chunked" : "transfer-encoding: Chunked"], body.ToArray());
    }

    /// <summary>A body whose framing is malformed or contradicts itself.</summary>
    public (string[] Lines, byte[] Body) Malformed() => dice.Weighted<(string[], byte[])>(
        (30, () => (["Transfer-Encoding: chunked"], Bytes(dice.Of(
            "zz\r\nabc\r\n0\r\n\r\n", "-1\r\nabc\r\n0\r\n\r\n", "\r\nabc\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFF\r\nabc\r\n", "3\r\nabcd\r\n0\r\n\r\n", "3\r\nab\r\n0\r\n\r\n",
            "3 \r\nabc\r\n0\r\n\r\n", "0x3\r\nabc\r\n0\r\n\r\n", "+3\r\nabc\r\n0\r\n\r\n", "3\nabc\n0\n\n", "3;\r\nabc\r\n0\r\n\r\n", "3;a=\"\r\n\"\r\nabc\r\n0\r\n\r\n", "0\r\nx\r\n\r\n",
            "00000000000000000003\r\nabc\r\n0\r\n\r\n", "0\r\n\r\nGET /x HTTP/1.1\r\n\r\n")))),
        (5, () => ([dice.Of("Transfer-Encoding: gzip", "Transfer-Encoding: identity", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: x", "Transfer-Encoding:",
            "Transfer-Encoding : chunked", "Transfer-Encoding: chunked\x01", "Transfer-Encoding: \"chunked\"")], Bytes("3\r\nabc\r\n0\r\n\r\n"))),
        (5, () => (["Transfer-Encoding: chunked", "Content-Length: 3"], Bytes("3\r\nabc\r\n0\r\n\r\n"))),
        (5, () => (["Content-Length: 3", "Transfer-Encoding: chunked"], Bytes("3\r\nabc\r\n0\r\n\r\n"))),
        (5, () => (["Content-Length: 3", "Content-Length: " + dice.Of("3", "4")], Bytes("abc"))),
        (10, () => ([$"Content-Length: {dice.Of("-1", "+3", "0x3", "3.0", "3, 3", "", " ", "x", "99999999999999999999", "03")}"], Bytes("abc"))));

    /// <summary>A body that ends too soon.</summary>
    public (string[] Lines, byte[] Body) Cut() => dice.Weighted<(string[], byte[])>(
        (10, () => (["Transfer-Encoding: chunked"], Bytes(dice.Of("80000000\r\nabc\r\n", "3\r\nabc", "", "0\r\n", "3\r\nabc\r\n")))),
        (5, () => (["Content-Length: " + dice.Of("10", "100", "4194304", "4194305", "10485761", "16777217", "99999999999")], Bytes("abc"))));

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
