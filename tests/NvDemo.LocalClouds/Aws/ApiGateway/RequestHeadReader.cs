using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace NvDemo.LocalClouds.Aws.ApiGateway;

/// <summary>
/// Keeps the head of each request on a connection as it was sent, and hides <c>%00</c> in the target from Kestrel, which refuses it.
/// It hands Kestrel a head only when it is complete, and passes bodies through: <see cref="NextRequest"/> says where they end.
/// </summary>
internal sealed class RequestHeadReader(PipeReader input) : PipeReader
{
    private const int Limit = 32 * 1024;

    private bool _inBody;

    /// <summary>The head of the request under way.</summary>
    public RequestHead? Head { get; private set; }

    /// <summary>Connection middleware that puts a reader, also a feature of the connection, in front of Kestrel.</summary>
    public static ConnectionDelegate Use(ConnectionDelegate next) => async connection =>
    {
        var transport = connection.Transport;
        var reader = new RequestHeadReader(transport.Input);
        connection.Features.Set(reader);
        connection.Transport = new Duplex(reader, transport.Output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    };

    /// <summary>The body has been read to its end: a head comes next.</summary>
    public void NextRequest() => _inBody = false;

    /// <inheritdoc/>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            if (IsReady(result))
                return result;
            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        if (!input.TryRead(out result))
            return false;
        if (IsReady(result))
            return true;
        input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        return false;
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => input.AdvanceTo(consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => input.AdvanceTo(consumed, examined);

    /// <inheritdoc/>
    public override void CancelPendingRead() => input.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => input.Complete(exception);

    private bool IsReady(in ReadResult result) =>
        _inBody || result.IsCanceled || TakeHead(result.Buffer) || result.IsCompleted || result.Buffer.Length > Limit;

    private bool TakeHead(in ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        reader.AdvancePastAny((byte)'\r', (byte)'\n');
        var start = reader.Position;
        while (reader.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n'))
        {
            if (line.Length > 1 || (line.Length == 1 && line.FirstSpan[0] != '\r'))
                continue;

            var head = buffer.Slice(start, reader.Position);
            var bytes = head.ToArray();
            Head = RequestHead.Parse(bytes);
            HideNulls(head, bytes.AsSpan(0, Array.IndexOf(bytes, (byte)'\n')));
            return _inBody = true;
        }

        return false;
    }

    // Writes into the transport's own buffer, which nobody else reads.
    private static void HideNulls(in ReadOnlySequence<byte> head, ReadOnlySpan<byte> requestLine)
    {
        for (int start = 0, found; (found = requestLine[start..].IndexOf("%00"u8)) >= 0; start += found + 3)
            MemoryMarshal.AsMemory(head.Slice(start + found + 2, 1).First).Span[0] = (byte)'1';
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
