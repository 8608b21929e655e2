using System.Net;
using System.Net.Sockets;

namespace NvDemo.Tests.Services;

/// <summary>Stands before a server of any protocol, and can lose what that answers next, with the connection.</summary>
internal sealed class LosingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private int _loses;

    public LosingRelay(int server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether the next answer is still to be lost.</summary>
    public bool Loses => Volatile.Read(ref _loses) == 1;

    public void LoseNext() => Volatile.Write(ref _loses, 1);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
            _ = ServeAsync(await _listener.AcceptTcpClientAsync());
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, _server);
        await await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), AnswerAsync(server.GetStream(), client.GetStream()));
    }

    private async Task AnswerAsync(NetworkStream server, NetworkStream client)
    {
        var buffer = new byte[65_536];
        while (await server.ReadAsync(buffer) is > 0 and var count && Interlocked.Exchange(ref _loses, 0) == 0)
            await client.WriteAsync(buffer.AsMemory(0, count));
    }
}
