using System.Net.Sockets;
using System.Text;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>Clients that leave in the middle of an upload.</summary>
public abstract partial class HostContract
{
    // RFC 9112, 8: what is incomplete must not be taken for the whole.
    [Theory]
    [InlineData("Content-Length: 300000", "")]
    [InlineData("Transfer-Encoding: chunked", "493E0\r\n")]
    public async Task An_upload_that_breaks_off_leaves_nothing(string framing, string start)
    {
        var folder = Key("broken/");
        for (var i = 0; i < 8; i++)
        {
            using var client = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
            await client.ConnectAsync(cloud.Host, cloud.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"PUT /api/upload/{folder}{i} HTTP/1.1\r\nHost: {cloud.Authority}\r\nAuthorization: {CloudClient.Authorization}\r\n{framing}\r\n\r\n{start}"));
            await client.GetStream().WriteAsync(new byte[200_000]);
        }

        Assert.Equal(200, (await Client.UploadAsync(folder + "whole", new byte[300_000])).Status);
        for (var i = 0; i < 8; i++)
            Assert.Equal(404, (await Client.DownloadAsync($"{folder}{i}")).Status);
        Assert.Equal(1, (await Client.GetAsync($"/api/list?prefix={folder}")).Json.GetArrayLength());
    }
}
