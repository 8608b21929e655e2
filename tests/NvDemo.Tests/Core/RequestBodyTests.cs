using NvDemo.Core.Http;

namespace NvDemo.Tests.Core;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData(10L, 10, 10L)]
    [InlineData(null, 10, 10L)]
    [InlineData(11L, 10, null)]
    [InlineData(null, 11, null)]
    public async Task Is_read_up_to_the_limit(long? declared, int sent, long? read)
    {
        var request = Request(new MemoryStream(new byte[sent]), declared);
        Assert.Equal(read, (await request.ReadBodyAsync(10, CancellationToken.None))?.Length);
    }

    [Fact]
    public async Task That_ends_too_soon_is_the_clients_fault() =>
        Assert.False((await Assert.ThrowsAsync<UnreadableBodyException>(
            () => Request(new MemoryStream(new byte[9]), 10).ReadBodyAsync(10, CancellationToken.None))).IsTooSlow);

    [Fact]
    public async Task That_breaks_off_is_the_clients_fault() =>
        Assert.False((await Assert.ThrowsAsync<UnreadableBodyException>(
            () => Request(new ScriptedStream(_ => throw new IOException("reset")), null).ReadBodyAsync(10, CancellationToken.None))).IsTooSlow);

    [Fact]
    public async Task That_does_not_come_in_time_is_too_slow()
    {
        var request = Request(new ScriptedStream(cancellation => Task.Delay(Timeout.Infinite, cancellation)), null, TimeSpan.FromMilliseconds(20));
        Assert.True((await Assert.ThrowsAsync<UnreadableBodyException>(() => request.ReadBodyAsync(10, CancellationToken.None))).IsTooSlow);
    }

    [Fact]
    public async Task Whose_client_has_gone_is_nobodys_fault()
    {
        var request = Request(new ScriptedStream(cancellation => Task.Delay(Timeout.Infinite, cancellation)), null);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.ReadBodyAsync(10, new CancellationToken(canceled: true)));
    }

    private static Request Request(Stream body, long? length, TimeSpan? timeout = null) => new()
    {
        Method = "PUT",
        Path = "/",
        RequestId = "r",
        Body = body,
        ContentLength = length,
        BodyTimeout = timeout ?? TimeSpan.FromMinutes(1),
    };

    private sealed class ScriptedStream(Func<CancellationToken, Task> read) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await read(cancellationToken);
            return 0;
        }
    }
}
