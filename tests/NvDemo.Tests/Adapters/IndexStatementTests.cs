using Npgsql;
using NvDemo.Adapters.Postgres;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>What statements read of a table that Postgres knows nothing of, and what those that change many files lock.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class IndexStatementTests(LocalCloudsFixture fixture)
{
    private const int Files = 20_000, Changed = 100;

    // Of all indexes of the table, together.
    private const int BuffersForKey = 100;

    private const int BuffersForFilename = 30;

    private const string Bucket = "b";

    [Fact]
    public async Task A_filename_is_found_without_reading_others_also_in_a_table_that_was_never_analyzed()
    {
        await using var database = await UnanalyzedAsync();
        await using var connection = await database.ConnectAsync();
        (string Sql, object[] Values)[] statements =
        [
            (FileIndexSql.Find, [Bucket, "7777", 2]),
            (FileIndexSql.FindInside, [Bucket, "7777", 2, new[] { "777" }]),
        ];
        foreach (var (sql, values) in statements)
        {
            // The first reads the catalogue too.
            await ExecutedPlan.OfAsync(connection, sql, values);
            var (buffers, rows, _) = await ExecutedPlan.OfAsync(connection, sql, values);
            Assert.Equal(1, rows);
            Assert.True(buffers <= BuffersForFilename, $"{buffers} buffers: {sql}");
        }
    }

    [Fact]
    public async Task Files_that_are_asked_for_by_key_are_found_without_reading_others_also_in_a_table_that_was_never_analyzed()
    {
        await using var database = await UnanalyzedAsync();
        await using var connection = await database.ConnectAsync();
        await database.ExecuteAsync("UPDATE files SET etag = 'tag'");
        object[] values = [Bucket, Keys(1), All("tag"), DateTime.UtcNow.AddHours(1)];
        await ExecutedPlan.OfAsync(connection, FileIndexSql.AddedBefore, values);
        var (buffers, rows, _) = await ExecutedPlan.OfAsync(connection, FileIndexSql.AddedBefore, values);
        Assert.Equal(Changed, rows);
        Assert.True(buffers <= BuffersForFilename * Changed, $"{buffers} buffers for {Changed} files.");
    }

    [Fact]
    public async Task A_change_reads_the_files_that_it_changes_also_of_a_table_that_was_never_analyzed()
    {
        await using var database = await UnanalyzedAsync();
        await database.ExecuteAsync($"""
            INSERT INTO files (s3_bucket, prefix_path, filename, date_added, deleted_at)
            SELECT '{Bucket}', 'gone/' || n, n, now(), now() FROM generate_series(1, {Changed}) AS n
            """);
        await using var connection = await database.ConnectAsync();
        string[] keys = Keys(1), repaired = Keys(Changed + 1), tags = All("tag");
        var (now, nothing) = (DateTime.UtcNow, All<string?>(null));
        var version = (long)(await database.ExecuteAsync("SELECT xmin::text::bigint FROM files WHERE prefix_path = '1'"))!;
        object[] reports = [Bucket, keys, keys, All(false), All(now), nothing, nothing, All(1L), tags];
        (string Name, string Sql, object[] Values)[] changes =
        [
            ("describe", FileIndexSql.Describe, [Bucket, keys, tags, All("a/b"), All<byte[]?>(null)]),
            ("repair", FileIndexSql.Repair, [Bucket, repaired, repaired, All(2L), All("other"), All(now), All(version), now]),
            ("apply", FileIndexSql.Apply, reports),
            ("apply, traced", FileIndexSql.ApplyTraced, reports),
            ("record", FileIndexSql.RecordMany,
                [Bucket, keys, keys, All(now), All(1L), nothing, tags, All(false), nothing, All<byte[]?>(null)]),
            ("purge", FileIndexSql.Purge, [Bucket, now.AddHours(1)]),
        ];
        foreach (var (name, sql, values) in changes)
        {
            var (buffers, _, _) = await ExecutedPlan.OfAsync(connection, sql, values);
            Assert.True(buffers is >= Changed and <= BuffersForKey * Changed, $"{name}: {buffers} buffers for {Changed} files.");
        }
    }

    // Otherwise two that lock the same rows could wait for one another.
    [Fact]
    public async Task All_that_changes_many_files_locks_them_in_the_order_of_their_bytes_whatever_the_order_of_the_database()
    {
        await using var database = await EmptyDatabase.CreateAsync(
            fixture.Clouds.Data.Postgres, "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'");
        await database.MigrateAsync();
        Assert.True((bool)(await database.ExecuteAsync("SELECT 'a' < 'B'"))!);
        var index = new PostgresFileIndex(database.Pool, Bucket);
        var (first, second) = (ObjectKey.FromBucket("B"), ObjectKey.FromBucket("a"));
        var now = DateTime.UtcNow;
        ObjectChange[] changes = [.. new[] { second, first }.Select(key => ObjectChange.Put(key, now, null, 1, "tag", null))];
        await index.ApplyAsync(changes, default);
        var entries = await index.ReadAsync("", 2, default);
        Func<Task>[] statements =
        [
            () => index.RepairAsync(
                [.. entries.Reverse().Select(entry => new IndexRepair(entry.Key, new ListedObject(entry.Key, 2, "tag", now), entry.Version))],
                now, default),
            () => index.DescribeAsync([.. changes.Select(change => new FileType(change.Key, "tag", "a/b"))], default),
            () => index.RecordAsync(changes, default),
            () => index.ApplyAsync([.. changes.Select(change => change with { RequestId = "1", Time = now.AddSeconds(1) })], default),
            () => index.ApplyTracedAsync([.. changes.Select(change => change with { RequestId = "2", Time = now.AddSeconds(2) })], default),
        ];
        foreach (var statement in statements)
        {
            await using var connection = await database.ConnectAsync();
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                await LockAsync(connection, first);
                var waiting = statement();
                await Eventually.EqualAsync(true, async () => (bool)(await database.ExecuteAsync(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"))!);
                await LockAsync(connection, second);
                await transaction.RollbackAsync();
                await waiting;
            }
        }
    }

    private async Task<EmptyDatabase> UnanalyzedAsync()
    {
        var database = await EmptyDatabase.CreateAsync(fixture.Clouds.Data.Postgres);
        await database.MigrateAsync();
        await database.ExecuteAsync("ALTER TABLE files SET (autovacuum_enabled = false)");
        await database.ExecuteAsync($"""
            INSERT INTO files (s3_bucket, prefix_path, filename, date_added, size, etag, trace_parent)
            SELECT '{Bucket}', reverse(n::text), n, now(), 1, 'tag', 'trace' FROM generate_series(1, {Files}) AS n
            """);
        return database;
    }

    // Those that follow one another as keys were not written one after another.
    private static string[] Keys(int first) => [.. Enumerable.Range(first, Changed).Select(n => string.Concat($"{n}".Reverse()))];

    private static T[] All<T>(T value) => [.. Enumerable.Repeat(value, Changed)];

    private static async Task LockAsync(NpgsqlConnection connection, ObjectKey key)
    {
        await using var command = new NpgsqlCommand("SELECT FROM files WHERE prefix_path = $1 FOR UPDATE NOWAIT", connection)
        {
            Parameters = { new() { Value = key.Value } },
        };
        await command.ExecuteNonQueryAsync();
    }
}
