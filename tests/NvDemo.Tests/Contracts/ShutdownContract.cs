using System.Net.Sockets;
using System.Text;
using NvDemo.LocalClouds;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>A cloud that is asked to end (SIGTERM) takes nothing new, and does what it has begun.</summary>
public abstract class ShutdownContract(QueueCloudsFixture fixture) : IAsyncLifetime
{
    private const int Messages = 40, Size = 100_000;

    private readonly IndexTable _index = new(fixture.Clouds.Data.Postgres);
    private readonly string _folder = $"shutdown-{Guid.NewGuid():N}";

    private protected abstract IndexQueue Queue { get; }

    protected abstract ILocalCloud Cloud { get; }

    protected Clouds Clouds => fixture.Clouds;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _index.DisposeAsync().AsTask();

    [Fact]
    public async Task What_is_under_way_when_it_is_asked_to_end_is_done()
    {
        var queue = Queue;
        await queue.ClearDeadLettersAsync();
        string[] keys = [.. Enumerable.Range(0, Messages).Select(number => $"{_folder}/{number:D2}")];
        using var upload = new TcpClient();
        await upload.ConnectAsync(Cloud.Url.Host, Cloud.Url.Port);
        await using var stream = upload.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT /api/upload/{_folder}/upload HTTP/1.1\r\nHost: {Cloud.Url.Authority}\r\nConnection: close\r\n"
            + $"Authorization: {CloudClient.Authorization}\r\nContent-Length: {Size}\r\n\r\n{new string('x', Size / 2)}"));

        Task stopping;
        await using (var table = await _index.LockAsync())
        {
            await queue.SendAsync([.. keys.Select(key => S3Notification.OfUploads(key))]);
            await Eventually.EqualAsync(true, table.IsAwaitedAsync);
            stopping = StopAsync();
            await Eventually.EqualAsync(true, IsRefusedAsync);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(new string('x', Size / 2)));
        Assert.StartsWith("HTTP/1.1 200 ", await new StreamReader(stream, Encoding.ASCII).ReadToEndAsync(), StringComparison.Ordinal);
        await stopping;

        // Each message is about one key: what is not in the index is still in the queue.
        var (indexed, left) = ((await _index.KeysAsync(_folder)).Count(keys.Contains), await queue.CountAsync());
        Assert.InRange(indexed + left, Messages, 2 * Messages);

        await StartAgainAsync();
        await Eventually.EqualAsync(0, queue.CountAsync);
        Assert.Equal([.. keys, $"{_folder}/upload"], await _index.KeysAsync(_folder));
        Assert.Empty(await queue.DeadLettersAsync());
        using var client = new CloudClient(Cloud.Url);
        Assert.Equal(Size, (await client.DownloadAsync($"{_folder}/upload")).Body.Length);
    }

    /// <summary>Asks it to end, and returns when it has.</summary>
    protected abstract Task StopAsync();

    protected abstract Task StartAgainAsync();

    private async Task<bool> IsRefusedAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Cloud.Url.Host, Cloud.Url.Port);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
