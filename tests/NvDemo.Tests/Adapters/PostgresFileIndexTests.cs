using System.Security.Cryptography;
using Npgsql;
using NvDemo.Adapters.Postgres;
using NvDemo.Core;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class PostgresFileIndexTests(LocalCloudsFixture fixture) : FileIndexContract, IAsyncLifetime
{
    private readonly TestDatabase _database = new(fixture.Clouds.Data.Postgres.ConnectionString);
    private readonly TestDatabase _nowhere = new($"Host=127.0.0.1;Port={Nowhere.Port};Database=nvdemo");
    private readonly string _bucket = $"bucket-{Guid.NewGuid():N}";

    protected override IFileIndex Index => new PostgresFileIndex(_database.Database, _bucket);

    protected override IFileIndex Unreachable => new PostgresFileIndex(_nowhere.Database, _bucket);

    [Fact]
    public async Task A_database_that_is_not_there_or_not_migrated_is_not_taken_for_one_that_is_down()
    {
        await using var missing = new TestDatabase(fixture.Clouds.Data.Postgres.ConnectionString.Replace("Database=", "Database=no_", StringComparison.Ordinal));
        await Failing.WithAsync(DependencyFailure.Misconfigured, () => new PostgresFileIndex(missing.Database, _bucket).PingAsync(default));
        await using var empty = await EmptyDatabase.CreateAsync(fixture.Clouds.Data.Postgres);
        await Failing.WithAsync(
            DependencyFailure.Misconfigured, () => new PostgresFileIndex(empty.Pool, _bucket).ListAsync(new ListQuery(), 1, default));
    }

    // What changes a row without knowing the columns: the code before them, while both run.
    [Fact]
    public async Task A_checksum_is_not_that_of_what_older_code_has_put_in_its_place()
    {
        var key = ObjectKey.FromBucket("k");
        var put = ObjectChange.Put(key, DateTime.UtcNow, null, 1, "one", "a/b", new Sha256Digest(SHA256.HashData([1])));
        await Index.RecordAsync(put, default);
        Assert.Equal(put.Sha256, Assert.Single(await Index.ListedAsync(new ListQuery(), 1)).Sha256);
        await using var connection = new NpgsqlConnection(fixture.Clouds.Data.Postgres.ConnectionString + $";Username={PostgresServer.UserName};Password={PostgresServer.Password}");
        await connection.OpenAsync();
        await using (var older = new NpgsqlCommand("UPDATE files SET etag = 'two' WHERE s3_bucket = $1", connection) { Parameters = { new() { Value = _bucket } } })
            await older.ExecuteNonQueryAsync();
        Assert.Null(Assert.Single(await Index.ListedAsync(new ListQuery(), 1)).Sha256);
    }

    [Fact]
    public async Task What_a_statement_changed_whose_reply_was_lost_is_told_by_its_repetition()
    {
        using var relay = new LosingRelay(fixture.Clouds.Data.Postgres.Port);
        await using var database = new TestDatabase($"Host=127.0.0.1;Port={relay.Port};Database={PostgresServer.Database};SSL Mode=Disable");
        var index = new PostgresFileIndex(database.Database, _bucket);
        var key = ObjectKey.FromBucket("k");
        var report = new ObjectChange(key, IsDelete: false, DateTime.UtcNow, Sequencer: null, "r", 1, "e", ContentType: null);
        foreach (var change in (Func<Task<IReadOnlyList<ListRegion>>>[])
        [
            () => index.ApplyAsync([report], default),
            () => index.DescribeAsync([new FileType(key, "e", "a/b", Sha256: null)], default),
            async () => (await index.ApplyTracedAsync([report with { RequestId = "s", ETag = "f", Time = DateTime.UtcNow }], default)).Touched,
            async () => (await index.RepairAsync([new IndexRepair(key, null, (await Index.ReadAsync("", 1, default))[0].Version)], DateTime.UtcNow, default)).Touched,
        ])
        {
            await index.PingAsync(default);
            relay.LoseNext();
            Assert.Contains(await change(), region => region.FirstKey == key.Value && region.LastKey == key.Value);
            Assert.False(relay.Loses);
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _nowhere.DisposeAsync();
    }
}
