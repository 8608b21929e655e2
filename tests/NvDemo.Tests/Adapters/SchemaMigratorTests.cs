using Npgsql;
using NvDemo.Adapters.Postgres;
using NvDemo.Core;
using NvDemo.Core.Index;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class SchemaMigratorTests(LocalCloudsFixture fixture) : IAsyncLifetime
{
    private static readonly int Migrations =
        typeof(SchemaMigrator).Assembly.GetManifestResourceNames().Count(name => name.EndsWith(".sql", StringComparison.Ordinal));

    private EmptyDatabase? _database;

    private EmptyDatabase Database => _database!;

    public async Task InitializeAsync() => _database = await EmptyDatabase.CreateAsync(fixture.Clouds.Data.Postgres);

    public Task DisposeAsync() => Database.DisposeAsync().AsTask();

    [Fact]
    public async Task Creates_the_schema_on_an_empty_database_and_repeats_harmlessly()
    {
        var pending = await Database.PendingMigrationsAsync();
        Assert.Equal(pending, await Database.PendingMigrationsAsync());
        Assert.Equal(Migrations, pending.Count);
        Assert.Equal(pending, await Database.MigrateAsync());
        Assert.Empty(await Database.PendingMigrationsAsync());
        Assert.Empty(await Database.MigrateAsync());
        Assert.Empty(await new PostgresFileIndex(Database.Pool, "b").ListedAsync(new ListQuery(), 10));
    }

    [Fact]
    public async Task An_index_that_is_still_being_built_keeps_nobody_waiting_and_is_made_in_the_end()
    {
        await Database.MigrateAsync();
        await Database.ExecuteAsync("DROP INDEX files_by_key");
        var name = await Database.ExecuteAsync("DELETE FROM schemaversions WHERE scriptname LIKE '%0006%' RETURNING scriptname");

        // Whoever builds waits for this one to end.
        await using var writer = await Database.ConnectAsync();
        await using var writing = await writer.BeginTransactionAsync();
        await using (var insertion = new NpgsqlCommand("LOCK TABLE files IN ROW EXCLUSIVE MODE", writer, writing))
            await insertion.ExecuteNonQueryAsync();
        var building = Task.Run(() => Database.ExecuteAsync("CREATE INDEX CONCURRENTLY files_by_key ON files (s3_bucket, prefix_path) WHERE deleted_at IS NULL"));
        await Eventually.EqualAsync(1L, async () => (long)(await Database.ExecuteAsync("SELECT count(*) FROM pg_stat_progress_create_index WHERE datname = current_database() AND index_relid = to_regclass('files_by_key')"))!);

        var refused = await Assert.ThrowsAsync<DependencyException>(Database.MigrateAsync);
        Assert.Equal(DependencyFailure.OutOfReach, refused.Failure);
        Assert.False(building.IsCompleted);
        await writing.RollbackAsync();
        await building;
        Assert.Equal([name], await Database.MigrateAsync());
        Assert.Equal(true, await Database.ExecuteAsync("SELECT indisvalid FROM pg_index WHERE indexrelid = 'files_by_key'::regclass"));
    }

    [Fact]
    public async Task An_index_that_was_broken_off_is_made_anew()
    {
        await Database.MigrateAsync();
        await Database.ExecuteAsync("DROP INDEX files_by_key; INSERT INTO files (s3_bucket, prefix_path, filename, date_added) VALUES ('b', 'one', 'one', now()), ('b', 'two', 'two', now())");
        await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync("CREATE UNIQUE INDEX CONCURRENTLY files_by_key ON files (s3_bucket)"));
        Assert.Equal(false, await Database.ExecuteAsync("SELECT indisvalid FROM pg_index WHERE indexrelid = 'files_by_key'::regclass"));
        var name = await Database.ExecuteAsync("DELETE FROM schemaversions WHERE scriptname LIKE '%0006%' RETURNING scriptname");
        Assert.Equal([name], await Database.MigrateAsync());
        Assert.Equal(true, await Database.ExecuteAsync("SELECT indisvalid FROM pg_index WHERE indexrelid = 'files_by_key'::regclass"));
    }

    [Fact]
    public async Task Adopts_the_original_table_with_its_rows()
    {
        await Database.ExecuteAsync(OriginalTable.Sql);
        await Database.MigrateAsync();
        var files = await new PostgresFileIndex(Database.Pool, "b").ListedAsync(new ListQuery(), 10);
        Assert.Equal(["bar", "a/foo"], files.Select(file => file.Key.Value));
        Assert.Equal(new DateTime(2022, 5, 1, 12, 11, 48, 443, DateTimeKind.Utc), files[1].DateAdded);
    }

    [Fact]
    public async Task Adopts_a_large_original_table_row_by_row()
    {
        await Database.ExecuteAsync(OriginalTable.Sql + """
            INSERT INTO files
            SELECT 'file ' || n, 'folder/' || n % 100 || '/file ' || n, 'many',
                to_char(timestamp '2022-05-01' + n * interval '1 second 443 ms', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
            FROM generate_series(1, 20000) AS n;
            """);
        await Database.MigrateAsync();
        var index = new PostgresFileIndex(Database.Pool, "many");
        var seen = new List<ListedItem>();
        ListCursor? after = null;
        while (await index.ListedAsync(new ListQuery(After: after), 1000) is { Count: > 0 } page)
        {
            seen.AddRange(page);
            after = new ListCursor(page[^1].Key.Value, page[^1].DateAdded);
        }

        Assert.Equal(
            Enumerable.Range(1, 20000).Select(n => ($"folder/{n % 100}/file {n}", new DateTime(2022, 5, 1, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds(n * 1443L))),
            seen.Select(file => (file.Key.Value, file.DateAdded)));
    }

    [Fact]
    public async Task Refuses_a_database_that_a_newer_version_has_migrated()
    {
        await Database.MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO schemaversions (scriptname, applied) VALUES ('9999_from_the_future.sql', now())");
        var refusal = await Assert.ThrowsAsync<SchemaTooNewException>(Database.MigrateAsync);
        Assert.Contains("9999_from_the_future.sql", refusal.Message);
        await Assert.ThrowsAsync<SchemaTooNewException>(Database.PendingMigrationsAsync);
    }

    [Fact]
    public async Task Processes_that_migrate_at_once_take_turns()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Database.MigrateAsync()));
        Assert.Equal(Migrations, applied.Sum(names => names.Count));
    }
}
