using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NvDemo.Fuzz.Grammar;

namespace NvDemo.Fuzz.Http;

/// <summary>A connection of HTTP/1.1 that sends any bytes, and reads a reply strictly.</summary>
internal sealed class RawConnection(Uri server) : IDisposable
{
    // Longer than any time-out of the clouds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    // How long a server that may wait for more of a request is left to; then it is told that there is no more.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private Socket? _socket;
    private int _start;
    private int _end;

    /// <summary>Sends a request and reads its reply.</summary>
    /// <param name="request">All of it.</param>
    /// <param name="method">The method, by which the reply has a body or not.</param>
    /// <param name="framing">Where it ends.</param>
    public async Task<RawReply> SendAsync(byte[] request, string method, Framing framing)
    {
        using var patience = new CancellationTokenSource(Patience);
        var isCut = framing == Framing.Cut;
        try
        {
            if (framing != Framing.Whole)
                Close();
            var socket = await ConnectedAsync(patience.Token);
            var sending = SendAsync(socket, request, patience.Token);
            var reading = ReadAsync(method, patience.Token);
            isCut |= framing == Framing.Unclear && await Task.WhenAny(reading, Task.Delay(Pause, patience.Token)) != reading;
            if (isCut)
            {
                await sending;
                socket.Shutdown(SocketShutdown.Send);
            }

            var reply = (await reading) with { IsCut = isCut };
            if (framing != Framing.Whole || reply.IsLast || !sending.IsCompletedSuccessfully)
                Close();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_start != _end)
            {
                Close();
                return RawReply.Without(RawReply.Malformed, "There is more after the reply.");
            }

            return reply;
        }
        catch (OperationCanceledException)
        {
            Close();
            return RawReply.Without(RawReply.TimedOut);
        }
        catch (Exception e) when (e is SocketException or EndOfStreamException)
        {
            Close();
            return RawReply.Without(RawReply.Closed) with { IsCut = isCut };
        }
        catch (FormatException e)
        {
            Close();
            return RawReply.Without(RawReply.Malformed, e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, cancellation)..];
    }

    private async Task<Socket> ConnectedAsync(CancellationToken cancellation)
    {
        // Readable and nothing to read: the server has closed it.
        if (_socket is { } open && !open.Poll(0, SelectMode.SelectRead))
            return open;
        Close();
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _socket.ConnectAsync(IPAddress.Loopback, server.Port, cancellation);
        return _socket;
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
        (_start, _end) = (0, 0);
    }

    private async Task<RawReply> ReadAsync(string method, CancellationToken cancellation)
    {
        while (true)
        {
            var status = StatusOf(await LineAsync(cancellation));
            var headers = new List<(string, string)>();
            while (await LineAsync(cancellation) is { Length: > 0 } line)
                headers.Add(HeaderOf(line));
            if (status is >= 100 and < 200 and not 101)
                continue;

            var reply = new RawReply(status, headers, []);
            return method == "HEAD" || status is 204 or 304 or 101 ? reply : reply with { Body = await BodyAsync(reply, cancellation) };
        }
    }

    private static int StatusOf(string line) =>
        line.Length >= 12 && line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && (line.Length == 12 || line[12] == ' ')
            && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : throw new FormatException($"No status line: {line}");

    private static (string Name, string Value) HeaderOf(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(' ', '\t') || line.AsSpan().ContainsAnyInRange('\0', '\x08'))
            throw new FormatException($"No header: {line}");
        return (line[..colon], line[(colon + 1)..].Trim(' ', '\t'));
    }

    private async Task<byte[]> BodyAsync(RawReply reply, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        if (reply.Header("Transfer-Encoding") is { } coding)
        {
            if (coding != "chunked")
                throw new FormatException($"Transfer-Encoding: {coding}");
            while (await LineAsync(cancellation) is var size && size != "0")
            {
                await CopyAsync(body, int.Parse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), cancellation);
                if ((await LineAsync(cancellation)).Length > 0)
                    throw new FormatException("A chunk is longer than it says.");
            }

            while ((await LineAsync(cancellation)).Length > 0)
            {
            }
        }
        else if (reply.Header("Content-Length") is { } length)
        {
            await CopyAsync(body, int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture), cancellation);
        }
        else if (reply.IsLast)
        {
            while (_start < _end || await FillAsync(cancellation))
            {
                body.Write(_buffer, _start, _end - _start);
                _start = _end;
            }
        }
        else
        {
            throw new FormatException("The reply does not say where its body ends.");
        }

        return body.ToArray();
    }

    private async Task CopyAsync(MemoryStream body, int count, CancellationToken cancellation)
    {
        while (count > 0)
        {
            if (_start == _end && !await FillAsync(cancellation))
                throw new EndOfStreamException();
            var part = Math.Min(count, _end - _start);
            body.Write(_buffer, _start, part);
            (_start, count) = (_start + part, count - part);
        }
    }

    private async Task<string> LineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellation))
                throw new EndOfStreamException();
            var found = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            var end = found < 0 ? _end : found;
            line.Append(Encoding.Latin1.GetString(_buffer, _start, end - _start));
            _start = found < 0 ? _end : found + 1;
            if (found >= 0)
                return line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : throw new FormatException($"A line without CR: {line}");
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        (_start, _end) = (0, await _socket!.ReceiveAsync(_buffer, cancellation));
        return _end > 0;
    }
}
