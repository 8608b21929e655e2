using System.Diagnostics;
using System.Security.Cryptography;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.S3;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.EndToEnd;

/// <summary>Uploads by TUS that both clouds append to.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class TusTests(LocalCloudsFixture fixture) : IDisposable
{
    // Its last chunks make parts, and the others tails.
    private const int Length = (12 << 20) + 1, MostOfAChunk = 4 << 20;

    private readonly CloudClient _azure = new(fixture.Clouds.Azure.Url);
    private readonly CloudClient _aws = new(fixture.Clouds.Aws.Url);
    private readonly string _key = $"tus-{Guid.NewGuid():N}";

    public void Dispose()
    {
        _azure.Dispose();
        _aws.Dispose();
    }

    [Fact]
    public async Task Of_two_requests_at_once_one_is_acknowledged_and_the_file_is_what_was()
    {
        var path = await _azure.CreatedAsync(_key, Length);
        var acknowledged = new List<byte>();
        while (acknowledged.Count < Length)
        {
            // Not the same bytes, nor as many.
            byte[][] chunks = [.. Enumerable.Range(0, 2).Select(_ => RandomNumberGenerator.GetBytes(
                Math.Min(Length - acknowledged.Count, RandomNumberGenerator.GetInt32(1 << 20, MostOfAChunk))))];
            var replies = await Task.WhenAll(_azure.AppendAsync(path, acknowledged.Count, chunks[0]), _aws.AppendAsync(path, acknowledged.Count, chunks[1]));
            var won = Assert.Single(Enumerable.Range(0, 2), i => replies[i].Status == 204);
            // Of a part that comes after the upload is complete S3 says that there is no such upload; moto 5.2 fails.
            int[] lost = replies[won].Offset() == Length ? [409, 503] : [409];
            Assert.Contains(replies[1 - won].Status, lost);
            acknowledged.AddRange(chunks[won]);
            Assert.Equal(acknowledged.Count, await _aws.OffsetAsync(path));
        }

        var stored = await _aws.WholeAsync(_key);
        Assert.Equal(acknowledged.ToArray(), stored);
        Assert.Equal([_key], (await _azure.GetAsync($"/api/list?prefix={_key}")).Keys);
    }

    // The process that stored the last bytes ended before it made the file, or before it noted that it had. Clients take an upload that is
    // whole for a file that is there.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_whole_is_made_a_file_by_whoever_is_asked(bool isMade)
    {
        var (id, key, content) = (Guid.NewGuid().ToString("N"), ObjectKey.FromBucket(_key), "abc"u8.ToArray());
        await using var database = new TestDatabase(fixture.Clouds.Data.Postgres.ConnectionString);
        var journal = new PostgresTusJournal(database.Database, LocalAws.Bucket);
        using var store = new S3ObjectStore(LocalAws.Bucket, fixture.Clouds.Data.Moto.Endpoint, TimeProvider.System);
        var upload = new TusUpload(
            id, key, await store.BeginAsync(key, new ContentMetadata("x/y"), id, default), content.Length, "x/y", "", DateTime.UtcNow);
        await journal.AddAsync(upload, default);
        var part = (await store.PutPartAsync(key, upload.StoreId, 1, new MemoryStream(content), content.Length, default))!;
        Assert.True(await journal.CommitAsync(upload with { Version = 1, Offset = content.Length, LastPart = 1 }, part, default));
        if (isMade)
        {
            var inParts = new MultipartUpload(id, key, upload.StoreId, content.Length, MultipartUpload.MinPartSize, "x/y", upload.BegunAt);
            await store.CompleteAsync(inParts, [part], WriteConditions.None, null, default);
        }

        foreach (var cloud in (CloudClient[])[_aws, _azure])
        {
            Assert.Equal(content.Length, await cloud.OffsetAsync(TusClient.Path + id));
            Assert.Equal(content, await cloud.WholeAsync(_key));
            Assert.Equal([_key], (await cloud.GetAsync($"/api/list?prefix={_key}")).Keys);
        }
    }

    // As its users have it, but for the chunk size, which is without a limit by default.
    [Fact]
    public async Task The_tus_client_begins_with_one_cloud_and_goes_on_with_the_other_however_often_it_is_cut_off()
    {
        var folder = Directory.CreateTempSubdirectory("nvdemo-tus-");
        try
        {
            var content = RandomNumberGenerator.GetBytes(Length);
            var file = Path.Combine(folder.FullName, "file");
            await File.WriteAllBytesAsync(file, content);
            var start = new ProcessStartInfo("node", [Sources.PathOf("tests/NvDemo.Tests/EndToEnd/tus-client.js")]) { RedirectStandardError = true };
            foreach (var (name, value) in ((string, string)[])[
                ("TUS", InstalledProgram.Find("NV_TUS", "tus-js-client/node_modules/tus-js-client/package.json")), ("FILE", file), ("KEY", _key),
                ("AUTHORIZATION", CloudClient.Authorization), ("AZURE", fixture.Clouds.Azure.Url.AbsoluteUri), ("AWS", fixture.Clouds.Aws.Url.AbsoluteUri)])
            {
                start.Environment[name] = value;
            }

            using var node = Process.Start(start)!;
            var errors = await node.StandardError.ReadToEndAsync();
            await node.WaitForExitAsync();
            Assert.True(node.ExitCode == 0, errors);
            Assert.Equal(content, await _aws.WholeAsync(_key));
            var listed = Assert.Single((await _aws.GetAsync($"/api/list?prefix={_key}")).Json.EnumerateArray());
            Assert.Equal("x/y", listed.GetProperty("content_type").GetString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
