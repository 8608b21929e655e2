using System.Net;
using System.Net.Sockets;
using NvDemo.Adapters.Redis;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>A connection to Redis that stays open and says nothing more, as after a failover without a word.</summary>
public sealed class SilentRedisTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("nvdemo-redis-");
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private CancellationTokenSource _silence = new();
    private RedisServer? _server;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync(_directory.FullName);
        _listener.Start();
        _ = AcceptAsync();
    }

    public async Task DisposeAsync()
    {
        _listener.Dispose();
        _open.ForEach(connection => connection.Dispose());
        await _server!.DisposeAsync();
        _silence.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Is_left_for_a_new_one()
    {
        await using var connection = new RedisConnection($"{_listener.LocalEndpoint}", TimeProvider.System);
        using var cache = new RedisListCache(connection, "b");
        await connection.MultiplexerAsync();
        await Eventually.EqualAsync(true, () => cache.PingAsync(default).AsTask());

        await Interlocked.Exchange(ref _silence, new CancellationTokenSource()).CancelAsync();
        Assert.False(await cache.PingAsync(default));
        await Eventually.EqualAsync(true, () => cache.PingAsync(default).AsTask());
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var (client, server) = (await _listener.AcceptTcpClientAsync(), new TcpClient());
            _open.AddRange([client, server]);
            await server.ConnectAsync(IPEndPoint.Parse(_server!.Endpoint));
            var silence = _silence.Token;
            _ = client.GetStream().CopyToAsync(server.GetStream(), silence);
            _ = server.GetStream().CopyToAsync(client.GetStream(), silence);
        }
    }
}
