using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NvDemo.Adapters.S3;
using NvDemo.Core;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>An S3 that breaks off in the middle of an object, after a hundred bytes each time.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class BrokenDownloadTests : IAsyncLifetime
{
    private const int Piece = 100;
    private const string Tag = "\"d41d8cd98f00b204e9800998ecf8427e\"";

    private readonly List<string> _ranges = [];
    private readonly SemaphoreSlim _isRead = new(0);
    private byte[] _content = new byte[3 * Piece];
    private string _tag = Tag;
    private int _wholeFrom = int.MaxValue;
    private bool _stalls;
    private LoopbackApplication? _server;
    private S3ObjectStore? _store;

    [Fact]
    public async Task The_rest_is_read_from_where_it_broke_off()
    {
        await using var found = await OpenAsync(ReadConditions.None);
        Assert.Equal(_content, await ReadAsync(found));
        Assert.Equal(["", "bytes=100-299", "bytes=200-299"], _ranges);
    }

    [Fact]
    public async Task The_rest_of_a_range_is_read_from_where_it_broke_off()
    {
        await using var found = await OpenAsync(ReadConditions.None with { Range = "bytes=50-249" });
        Assert.Equal(_content[50..250], await ReadAsync(found));
        Assert.Equal(["bytes=50-249", "bytes=150-249"], _ranges);
    }

    [Fact]
    public async Task What_stalls_is_out()
    {
        _stalls = true;
        await using var found = await OpenAsync(ReadConditions.None);
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => ReadAsync(found));
    }

    [Fact]
    public async Task What_breaks_off_again_and_again_is_out()
    {
        _content = new byte[4 * Piece];
        await using var found = await OpenAsync(ReadConditions.None);
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => ReadAsync(found));
        Assert.Equal(3, _ranges.Count);
    }

    [Fact]
    public async Task The_rest_of_an_object_that_was_replaced_is_not_taken()
    {
        await using var found = await OpenAsync(ReadConditions.None);
        _tag = "\"0cc175b9c0f1b6a831c399e269772661\"";
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => ReadAsync(found));
    }

    [Fact]
    public async Task What_comes_from_the_beginning_again_is_not_taken()
    {
        _wholeFrom = 1;
        await using var found = await OpenAsync(ReadConditions.None);
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => ReadAsync(found));
    }

    public async Task InitializeAsync()
    {
        Random.Shared.NextBytes(_content);
        _server = await LoopbackApplication.StartAsync(AnswerAsync);
        _store = new S3ObjectStore("bucket", _server.Url, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        _store?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        _isRead.Dispose();
    }

    private async Task<ReadResult.Found> OpenAsync(ReadConditions conditions) =>
        Assert.IsType<ReadResult.Found>(await _store!.GetAsync(ObjectKey.FromClient("k"), conditions, CancellationToken.None));

    private async Task<byte[]> ReadAsync(ReadResult.Found found)
    {
        var bytes = new byte[found.Length];
        for (var piece = 0; piece < bytes.Length; piece += Piece)
        {
            await found.Content.ReadExactlyAsync(bytes, piece, Piece);
            _isRead.Release();
        }

        Assert.Equal(0, await found.Content.ReadAsync(new byte[1]));
        return bytes;
    }

    // By RFC 9110, 13.1.1 and 14.2.
    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        _ranges.Add(request.Headers.Range.ToString());
        response.Headers.ETag = _tag;
        response.Headers.LastModified = "Sun, 01 May 2022 12:11:48 GMT";
        if (request.Headers.IfMatch.Count > 0 && request.Headers.IfMatch != _tag)
        {
            response.StatusCode = 412;
            return;
        }

        var (from, to) = (0, _content.Length - 1);
        if (RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var asked) && _ranges.Count <= _wholeFrom)
        {
            var range = asked.Ranges.Single();
            (from, to) = ((int)range.From!, (int)range.To!);
            response.StatusCode = 206;
            response.Headers.ContentRange = $"bytes {from}-{to}/{_content.Length}";
        }

        response.ContentLength = to + 1 - from;
        await response.Body.WriteAsync(_content.AsMemory(from, Piece));
        await response.Body.FlushAsync();
        if (to + 1 - from == Piece)
            return;
        // A connection that is broken loses what is still on its way.
        await (_stalls ? Task.Delay(Timeout.Infinite, context.RequestAborted) : _isRead.WaitAsync(context.RequestAborted));
        context.Abort();
    }
}
