using Npgsql;
using NvDemo.Adapters.Postgres;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>
/// What each shape of a list reads of a million files, most of them in few folders: buffers, not times, with the plan that prepared
/// statements come to.
/// </summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class ListCostTests(LocalCloudsFixture fixture) : IAsyncLifetime
{
    private const int Rows = 100;

    // Beyond the rows; and for each folder that is folded.
    private const int Allowed = 30, AllowedForFolder = 6;

    private EmptyDatabase? _database;

    public async Task InitializeAsync()
    {
        _database = await EmptyDatabase.CreateAsync(fixture.Clouds.Data.Postgres);
        await _database.MigrateAsync();
        await using var connection = await _database.ConnectAsync();
        var indexes = new List<string>();
        await using (var definitions = new NpgsqlCommand(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indexrelid::regclass::text IN ('files_by_date', 'files_by_key', 'files_tombstones')", connection))
        {
            await using var reader = await definitions.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                indexes.Add(reader.GetString(0));
        }

        // Rows first, then indexes: it is several times as fast.
        await using var command = new NpgsqlCommand("""
            DROP INDEX files_by_date, files_by_filename, files_tombstones, files_by_key;
            INSERT INTO files (s3_bucket, prefix_path, filename, date_added, size, etag, deleted_at)
            SELECT 'b', key, 'name', timestamptz '2026-01-01' + n * interval '1 second', 1, md5(n::text), deleted
            FROM (
                SELECT n, CASE
                    WHEN n % 100 = 0 THEN 'few/' || n % 10000 / 100 || '/' || n
                    WHEN n % 2 = 0 THEN 'gone/' || lpad(n::text, 7, '0')
                    WHEN n > 960000 THEN 'logs/2026/' || n
                    ELSE 'most/' || lpad(n::text, 7, '0') END AS key,
                    CASE WHEN n % 100 > 0 AND n % 2 = 0 THEN now() END AS deleted
                FROM generate_series(1, 1000000) AS n
            ) AS file;
            """, connection);
        foreach (var statement in (string[])[.. command.CommandText.Split(";\n", StringSplitOptions.RemoveEmptyEntries), .. indexes, "VACUUM ANALYZE files"])
        {
            command.CommandText = statement;
            command.CommandTimeout = 300;
            await command.ExecuteNonQueryAsync();
        }
    }

    public Task DisposeAsync() => _database!.DisposeAsync().AsTask();

    [Fact]
    public async Task A_page_costs_its_rows_and_little_more_wherever_it_is()
    {
        (string Name, string Sql, object[] Values, int Folders)[] shapes =
        [
            ("first by date", FileIndexSql.ListByDate, ["b", DateTime.UnixEpoch, "", Rows], 0),
            ("last by date", FileIndexSql.ListByDate, ["b", new DateTime(2026, 1, 12, 13, 0, 0, DateTimeKind.Utc), "", Rows], 0),
            ("first of most", FileIndexSql.ListByKey, ["b", "most/", "most0", Rows], 0),
            ("last of most", FileIndexSql.ListByKey, ["b", "most/0950", "most0", Rows], 0),
            ("dated folder", FileIndexSql.ListByKey, ["b", "logs/2026/", "logs/20260", Rows], 0),
            ("few", FileIndexSql.ListByKey, ["b", "few/7/", "few/70", Rows], 0),
            ("deleted folder", FileIndexSql.ListByKey, ["b", "gone/", "gone0", Rows], 0),
            ("no such folder", FileIndexSql.ListByKey, ["b", "none/", "none0", Rows], 0),
            ("all folded", FileIndexSql.ListFolded, ["b", "", "", "~", Rows], 3),
            ("folders of few", FileIndexSql.ListFolded, ["b", "few/", "few/", "few0", Rows], 100),
            ("files of most, folded", FileIndexSql.ListFolded, ["b", "most/", "most/", "most0", Rows], 0),
            ("deleted folder, folded", FileIndexSql.ListFolded, ["b", "gone/", "gone/", "gone0", Rows], 0),
        ];
        await using var connection = await _database!.ConnectAsync();
        foreach (var (name, sql, values, folders) in shapes)
        {
            // The first reads the catalogue too.
            await ExecutedPlan.OfAsync(connection, sql, values);
            var (buffers, rows, _) = await ExecutedPlan.OfAsync(connection, sql, values);
            Assert.True(
                buffers <= rows - folders + (AllowedForFolder * folders) + Allowed, $"{name}: {buffers} buffers for {rows} rows, {folders} of them folders.");
        }
    }
}
