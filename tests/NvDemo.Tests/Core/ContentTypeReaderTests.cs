using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Core;
using NvDemo.Core.Index;
using NvDemo.Tests.Core.Reconciliation;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Core;

/// <summary>The media types of what others have stored.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class ContentTypeReaderTests(LocalCloudsFixture fixture)
{
    [Theory]
    [InlineData(DependencyFailure.Unexpected)]
    [InlineData(DependencyFailure.Misconfigured)]
    public async Task An_object_that_may_not_be_read_keeps_no_other_from_being_described(DependencyFailure failure)
    {
        string[] keys = [.. Enumerable.Range(0, 100).Select(i => $"{i:D2}")];
        var bucket = new ListedBucket(keys.Length) { Refused = (keys[0], failure) };
        foreach (var key in keys)
            bucket.Put(key, "e");
        var name = $"types-{Guid.NewGuid():N}";
        await using var database = new TestDatabase(fixture.Clouds.Data.Postgres.ConnectionString);
        await using var redis = new RedisConnection(fixture.Clouds.Data.Redis.Endpoint, TimeProvider.System);
        using var cache = new RedisListCache(redis, name);
        var catalog = new FileCatalog(new PostgresFileIndex(database.Database, name), cache);
        await catalog.ApplyAsync([.. bucket.Objects.Select(item => ObjectChange.Put(item.Key, item.LastModified, null, item.Size, item.ETag, null))], default);

        await new ContentTypeReader(bucket, catalog, NullLogger<ContentTypeReader>.Instance)
            .AddAsync([.. bucket.Objects.Select(item => (item.Key, item.ETag))], default);

        using var items = await catalog.ListAsync(new ListQuery(Prefix: ""), keys.Length, default);
        var described = new List<string>();
        for (var i = 0; i < items.Count; i++)
        {
            if (!items[i].ContentType.IsEmpty)
                described.Add(Encoding.UTF8.GetString(items[i].Key));
        }

        Assert.Equal(keys.Skip(1), described.Order(StringComparer.Ordinal));
    }
}
