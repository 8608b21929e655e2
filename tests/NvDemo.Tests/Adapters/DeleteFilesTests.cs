using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Adapters.S3;
using NvDemo.Core;
using NvDemo.Core.Files;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Security;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>A prefix with more files than one call deletes.</summary>
[Collection(RadosGatewayCollection.Name)]
public sealed class DeleteFilesTests : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly string _folder = $"many/{Guid.NewGuid():N}/";
    private readonly RadosGatewayFixture _ceph;
    private readonly S3ObjectStore _store;
    private readonly RedisConnection _redis = new($"127.0.0.1:{Nowhere.Port}", TimeProvider.System);
    private readonly OtherClock _clock = new();
    private readonly PostgresFileIndex _index;

    public DeleteFilesTests(RadosGatewayFixture fixture, PostgresFixture postgres)
    {
        _ceph = fixture;
        _store = fixture.CreateStore();
        _index = new PostgresFileIndex(postgres.Database, LocalAws.Bucket);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _store.Dispose();
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    public async Task It_takes_several_calls_and_what_is_stored_after_the_first_stays(double ahead)
    {
        _clock.Ahead = TimeSpan.FromSeconds(ahead);
        await Parallel.ForEachAsync(Enumerable.Range(0, 1003), async (i, _) => await PutAsync($"{i:D4}"));
        var (deleted, next) = await DeleteAsync(cursor: null);
        Assert.Equal(1000, deleted);
        Assert.NotNull(next);
        await PutAsync("1001");
        await PutAsync("2000");
        Assert.Equal((2, null), await DeleteAsync(next));
        var left = await _store.ListAsync(_folder, "", CancellationToken.None);
        Assert.Equal([$"{_folder}1001", $"{_folder}2000"], left.Objects.Select(item => item.Key.Value));
        Assert.Equal((2, null), await DeleteAsync(cursor: null));
    }

    // S3's time of a file that was uploaded in parts is that of its beginning, which neither moto nor Ceph keeps to:
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
    [Fact]
    public async Task An_upload_that_begins_before_the_first_call_and_is_complete_after_it_stays()
    {
        var begun = DateTime.UtcNow.AddMinutes(-30);
        var deleted = "";
        await using var server = await LoopbackApplication.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                deleted = await new StreamReader(context.Request.Body).ReadToEndAsync();
                await context.Response.WriteAsync("<DeleteResult/>");
                return;
            }

            var files = new StringBuilder();
            foreach (var (name, tag) in ((string, string)[])[("complete before", "e-2"), ("complete since", "e-2"), ("replaced", "f-2"), ("unknown", "e-2"), ("whole", "e")])
                files.Append($"<Contents><Key>{Uri.EscapeDataString(_folder + name)}</Key><LastModified>{begun:O}</LastModified><ETag>{tag}</ETag><Size>1</Size></Contents>");
            await context.Response.WriteAsync($"<ListBucketResult><IsTruncated>false</IsTruncated>{files}</ListBucketResult>");
        });
        using var store = _ceph.CreateStore(server.Url);
        var first = DateTime.UtcNow.AddMinutes(-10);
        foreach (var (name, minutes) in ((string, int)[])[("complete before", -1), ("complete since", 1), ("replaced", -1)])
        {
            await _index.RecordAsync(
                ObjectChange.Put(ObjectKey.FromBucket(_folder + name), first.AddMinutes(minutes), null, 1, "e-2", null), CancellationToken.None);
        }

        var cursor = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{first.Ticks}:{_folder}"));
        Assert.Equal((2, null), await DeleteAsync(cursor, store));
        Assert.Equal(
            ["complete before", "whole"],
            XDocument.Parse(deleted).Descendants().Where(element => element.Name.LocalName == "Key").Select(key => key.Value[_folder.Length..]).Order());
    }

    private async Task<(int Deleted, string? Next)> DeleteAsync(string? cursor, IBatchStore? store = null)
    {
        var query = new Dictionary<string, string> { ["prefix"] = _folder };
        if (cursor is not null)
            query["cursor"] = cursor;
        var delete = new DeleteFiles(store ?? _store, new FileCatalog(_index, new RedisListCache(_redis, LocalAws.Bucket)), _clock, NullLogger<DeleteFiles>.Instance);
        var service = TestPipeline.Create(
            new ServiceOptions { Cloud = "test", Bucket = LocalAws.Bucket, PublicUrl = Nowhere.Url },
            new Route("delete", "POST", "/api/delete", Scopes.Delete, delete.HandleAsync));
        var response = await service.AnswerAsync(
            new Request { Method = "POST", Path = "/api/delete", Query = query, RequestId = "r", Principal = new Principal("u", Scopes.All) });
        Assert.True(response.Status == 200, $"{response.Status}: {Encoding.UTF8.GetString(response.Bytes.Span)}");
        var json = JsonDocument.Parse(response.Bytes).RootElement;
        return (json.GetProperty("deleted").GetInt32(), json.GetProperty("next").GetString());
    }

    private Task<PutResult?> PutAsync(string name) => _store.PutAsync(
        ObjectKey.FromBucket(_folder + name), new PutContent(new MemoryStream(), 0, new ContentMetadata("a/b")), WriteConditions.None, CancellationToken.None);

    /// <summary>Not quite the bucket's.</summary>
    private sealed class OtherClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
