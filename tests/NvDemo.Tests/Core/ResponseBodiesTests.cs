using System.Security.Cryptography;
using System.Text;
using NvDemo.Core;
using NvDemo.Core.Http;
using NvDemo.Core.Http.Middleware;
using NvDemo.Core.Security;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Core;

/// <summary>What hosts do with responses that break off: AWS's has the whole of a body before it answers, Azure's its first piece.</summary>
public sealed class ResponseBodiesTests
{
    private readonly TrackedOwner _owner = new();

    [Fact]
    public async Task A_body_is_at_hand_when_the_response_is_sent()
    {
        var response = await AnswerAsync(new WholeResponses(), _ => Task.FromResult(Streaming(new MemoryStream("content"u8.ToArray()))));
        Assert.Equal((200, "content"), (response.Status, Encoding.UTF8.GetString(response.Bytes.Span)));
        Assert.True(_owner.IsDisposed);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public async Task A_body_that_is_streamed_is_as_it_came(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        using var sent = new MemoryStream();
        var pipeline = Pipeline(new BegunResponses(), _ => Task.FromResult(Streaming(new MemoryStream(content), length)));
        await pipeline.RunAsync(
            new Request { Method = "GET", Path = "/x", RequestId = "r" }, (response, cancellation) => response.Stream!.CopyToAsync(sent, cancellation),
            CancellationToken.None);
        Assert.Equal(content, sent.ToArray());
        Assert.True(_owner.IsDisposed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_breaks_off_before_it_begins_is_an_outage(bool isWhole)
    {
        var response = await AnswerAsync(isWhole ? new WholeResponses() : new BegunResponses(), _ => Task.FromResult(Streaming(new BrokenStream())));
        Assert.Equal((503, "2"), (response.Status, response.Headers["Retry-After"]));
        Assert.True(_owner.IsDisposed);
    }

    [Fact]
    public async Task A_deadline_is_an_outage()
    {
        using var deadline = new CancellationTokenSource();
        var response = await AnswerAsync(
            new WholeResponses(),
            async cancellation =>
            {
                await deadline.CancelAsync();
                cancellation.ThrowIfCancellationRequested();
                return new Response(204);
            },
            deadline.Token);
        Assert.Equal(503, response.Status);
    }

    private Response Streaming(Stream body, int length = 7) => Response.Streaming(200, body, length, _owner);

    private static Task<Response> AnswerAsync(
        IMiddleware host, Func<CancellationToken, Task<Response>> handle, CancellationToken cancellation = default) =>
        TestPipeline.AnswerAsync(Pipeline(host, handle), new Request { Method = "GET", Path = "/x", RequestId = "r" }, cancellation);

    private static HttpPipeline Pipeline(IMiddleware host, Func<CancellationToken, Task<Response>> handle) => TestPipeline.Create(
        new ServiceOptions { Cloud = "aws", Bucket = "b", PublicUrl = new Uri("http://localhost/") },
        [host],
        new Route("get", "GET", "/x", Scopes.None, (_, token) => handle(token)));

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
