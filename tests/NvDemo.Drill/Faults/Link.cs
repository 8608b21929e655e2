using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NvDemo.LocalClouds.Processes;

namespace NvDemo.Drill.Faults;

/// <summary>The way from one cloud to one service, a TCP proxy that can be slow, break connections, or not be there.</summary>
internal sealed class Link : IAsyncDisposable
{
    private const string Error = "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";

    private static readonly byte[] SlowDown = Encoding.ASCII.GetBytes(
        $"HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: {Error.Length}\r\nConnection: close\r\n\r\n{Error}");

    private readonly int _target;
    private readonly ConcurrentDictionary<Socket, byte> _connections = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private volatile TaskCompletionSource? _paused;

    private Link(int target) => _target = target;

    /// <summary>Where it listens, also while it refuses.</summary>
    public int Port { get; } = LoopbackPort.Free();

    /// <summary>How long everything takes, each way.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>How likely something that is sent breaks the connection instead.</summary>
    public double ResetRate { get; set; }

    /// <summary>How likely a request is answered as S3 does that has too many. For HTTP only.</summary>
    public double SlowDownRate { get; set; }

    public static Link Start(int target)
    {
        var link = new Link(target);
        link.Open();
        return link;
    }

    /// <summary>Breaks every connection and refuses new ones.</summary>
    public async Task CloseAsync()
    {
        _listener?.Stop();
        await _accepting;
        foreach (var connection in _connections.Keys)
            Reset(connection);
    }

    /// <summary>Takes connections again.</summary>
    public void Open()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>Takes connections, and carries nothing.</summary>
    public void Pause() => _paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Goes on after <see cref="Pause"/>, with what has come in meanwhile.</summary>
    public void Resume() => _paused?.TrySetResult();

    /// <summary>As it was at first.</summary>
    public void Mend()
    {
        (Latency, ResetRate, SlowDownRate) = (TimeSpan.Zero, 0, 0);
        Resume();
        if (_accepting.IsCompleted)
            Open();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptSocketAsync());
        }
        catch (SocketException)
        {
            // It listens no more.
        }
        catch (ObjectDisposedException)
        {
            // Nor then.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        (_connections[client], _connections[server]) = (0, 0);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            var state = new Exchange();
            await Task.WhenAll(CarryAsync(client, server, isRequest: true), CarryAsync(server, client, isRequest: false));

            // What breaks one way breaks the other at once.
            async Task CarryAsync(Socket from, Socket to, bool isRequest)
            {
                try
                {
                    await PumpAsync(from, to, state, isRequest);
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    Reset(client);
                    Reset(server);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Reset(client);
        }
        finally
        {
            _connections.TryRemove(client, out _);
            _connections.TryRemove(server, out _);
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Exchange exchange, bool isRequest)
    {
        var buffer = new byte[65_536];
        while (await from.ReceiveAsync(buffer) is > 0 and var count)
        {
            if (_paused is { } paused)
                await paused.Task;
            if (Latency > TimeSpan.Zero)
                await Task.Delay(Latency);
            if (ResetRate > 0 && Random.Shared.NextDouble() < ResetRate)
                throw new SocketException((int)SocketError.ConnectionReset);
            var begins = isRequest && exchange.IsAnswered;
            exchange.IsAnswered = !isRequest;
            if (begins && SlowDownRate > 0 && Random.Shared.NextDouble() < SlowDownRate)
            {
                await RefuseAsync(from, to, buffer);
                return;
            }

            for (var sent = 0; sent < count;)
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
        }

        to.Shutdown(SocketShutdown.Send);
    }

    private static async Task RefuseAsync(Socket client, Socket server, byte[] buffer)
    {
        await client.SendAsync(SlowDown);
        client.Shutdown(SocketShutdown.Send);
        server.Shutdown(SocketShutdown.Send);

        // The rest of the request: closed before it is read, the answer may be lost.
        while (await client.ReceiveAsync(buffer) > 0)
        {
        }
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
    }

    /// <summary>Whose turn it is on a connection on which nobody speaks out of turn, as in HTTP without pipelining.</summary>
    private sealed class Exchange
    {
        public volatile bool IsAnswered = true;
    }
}
