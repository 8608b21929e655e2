using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace NvDemo.Tests.Services;

/// <summary>A request as its bytes are, for what HTTP clients would not send.</summary>
internal static class RawRequest
{
    /// <summary>The status and the whole response; the request should say <c>Connection: close</c>.</summary>
    public static async Task<(int Status, string Text)> SendAsync(Uri server, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var text = await new StreamReader(stream, Encoding.Latin1).ReadToEndAsync();
        return (int.Parse(text.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture), text);
    }
}
