using NvDemo.Core;
using NvDemo.Core.Http;
using NvDemo.Core.Http.Middleware;
using NvDemo.Core.Security;

namespace NvDemo.Tests.Core;

/// <summary>What AWS's host does with responses that break off.</summary>
public sealed class WholeResponsesTests
{
    private readonly TrackedOwner _owner = new();

    [Fact]
    public async Task A_body_is_at_hand_when_the_response_is_sent()
    {
        var response = await AnswerAsync(_ => Task.FromResult(Streaming(new MemoryStream("content"u8.ToArray()))));
        Assert.Equal((200, "content"), (response.Status, System.Text.Encoding.UTF8.GetString(response.Bytes.Span)));
        Assert.True(_owner.IsDisposed);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_an_outage()
    {
        var response = await AnswerAsync(_ => Task.FromResult(Streaming(new BrokenStream())));
        Assert.Equal((503, "2"), (response.Status, response.Headers["Retry-After"]));
        Assert.True(_owner.IsDisposed);
    }

    [Fact]
    public async Task A_deadline_is_an_outage()
    {
        using var deadline = new CancellationTokenSource();
        var response = await AnswerAsync(
            async cancellation =>
            {
                await deadline.CancelAsync();
                cancellation.ThrowIfCancellationRequested();
                return new Response(204);
            },
            deadline.Token);
        Assert.Equal(503, response.Status);
    }

    private Response Streaming(Stream body) => Response.Streaming(200, body, 7, _owner);

    private static async Task<Response> AnswerAsync(Func<CancellationToken, Task<Response>> handle, CancellationToken cancellation = default)
    {
        var options = new ServiceOptions { Cloud = "aws", Bucket = "b", PublicUrl = new Uri("http://localhost/") };
        var pipeline = Services.TestPipeline.Create(
            options, [new WholeResponses()], new Route("get", "GET", "/x", Scopes.None, (_, token) => handle(token)));
        return await Services.TestPipeline.AnswerAsync(pipeline, new Request { Method = "GET", Path = "/x", RequestId = "r" }, cancellation);
    }

    private sealed class TrackedOwner : IAsyncDisposable
    {
        public bool IsDisposed { get; private set; }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return default;
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new DependencyException("S3", DependencyFailure.OutOfReach);
    }
}
