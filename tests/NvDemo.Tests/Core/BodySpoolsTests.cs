using NvDemo.Core;
using NvDemo.Core.Http;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Core;

public sealed class BodySpoolsTests
{
    private const int Limit = 200_000;

    private readonly BodySpools _spools = new(new ServiceOptions { Cloud = "test", Bucket = "b", PublicUrl = Nowhere.Url, SpoolLimit = Limit });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(BodySpools.InMemory)]
    [InlineData(BodySpools.InMemory + 1)]
    [InlineData(Limit)]
    public async Task Holds_a_body_to_be_read_again(int size)
    {
        var bytes = Bytes(size);
        var seen = new MemoryStream();
        await using var body = await _spools.ReadAsync(Request(new ForwardOnlyStream(bytes)), Limit, piece => seen.Write(piece), default);
        Assert.Equal(bytes, seen.ToArray());
        for (var i = 0; i < 2; i++)
        {
            var copy = new MemoryStream();
            body!.Content.Position = 0;
            await body.Content.CopyToAsync(copy);
            Assert.Equal(bytes, copy.ToArray());
        }

        Assert.Equal((size, size > BodySpools.InMemory), (body!.Length, body.Content is FileStream));
        if (!OperatingSystem.IsWindows())
            Assert.False(body.Content is FileStream file && File.Exists(file.Name));
    }

    [Fact]
    public async Task Leaves_alone_what_can_be_read_again()
    {
        var content = new MemoryStream(Bytes(Limit));
        await using var body = await _spools.ReadAsync(Request(content), Limit, _ => { }, default);
        Assert.Same(content, body!.Content);
        Assert.Equal((Limit, 0), (body.Length, content.Position));
    }

    [Fact]
    public async Task Takes_no_more_at_once_than_there_is_room_for()
    {
        var first = await LargeAsync();
        await Assert.ThrowsAsync<OverloadedException>(LargeAsync);
        await using (await _spools.ReadAsync(Request(new ForwardOnlyStream(Bytes(10))), Limit, _ => { }, default))
            await first!.DisposeAsync();
        await (await LargeAsync())!.DisposeAsync();
    }

    [Fact]
    public async Task Gives_room_back_where_a_body_does_not_end_well()
    {
        Assert.Null(await _spools.ReadAsync(Request(new ForwardOnlyStream(Bytes(Limit + 1))), Limit, _ => { }, default));
        await Assert.ThrowsAsync<UnreadableBodyException>(
            () => _spools.ReadAsync(Request(new ForwardOnlyStream(Bytes(Limit - 1)), Limit), Limit, _ => { }, default));
        await (await LargeAsync())!.DisposeAsync();
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private static Request Request(Stream body, long? length = null) =>
        new() { Method = "PUT", Path = "/", RequestId = "r", Body = body, ContentLength = length };

    private Task<SpooledBody?> LargeAsync() => _spools.ReadAsync(Request(new ForwardOnlyStream(Bytes(Limit))), Limit, _ => { }, default);
}
