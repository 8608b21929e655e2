using Npgsql;
using NpgsqlTypes;
using NvDemo.Core.Events;
using NvDemo.Core.Files;
using NvDemo.Core.Ports;

namespace NvDemo.Adapters.Postgres;

/// <summary>The index as a table of Postgres.</summary>
public sealed class PostgresFileIndex(PostgresDatabase database, string bucket) : IFileIndex
{
    private const string ListSql = """
        SELECT prefix_path, date_added, size, content_type, etag FROM files
        WHERE s3_bucket = $1 AND deleted_at IS NULL AND (date_added, prefix_path) > ($2, $3) AND ($4 = '' OR prefix_path ^@ $4)
        ORDER BY date_added, prefix_path LIMIT $5
        """;

    private const string FindSql = """
        SELECT prefix_path FROM files WHERE s3_bucket = $1 AND filename = $2 AND deleted_at IS NULL ORDER BY prefix_path LIMIT $3
        """;

    private const string RecordSql = """
        INSERT INTO files (s3_bucket, prefix_path, filename, date_added, size, content_type, etag, sequencer, changed_at, deleted_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $4, CASE WHEN $8 THEN $4 END)
        ON CONFLICT (s3_bucket, prefix_path) DO UPDATE SET
            date_added = excluded.date_added, size = excluded.size, content_type = excluded.content_type, etag = excluded.etag,
            sequencer = NULL, changed_at = excluded.changed_at, deleted_at = excluded.deleted_at
        """;

    // Sequencers are hexadecimal numbers written without leading zeros lost on the right: the shorter one is padded with zeros, then
    // they compare as text (Amazon S3 User Guide, "Event ordering and duplicate events"). Where either side has none, the time decides.
    private const string ApplySql = """
        WITH reported AS (
            SELECT DISTINCT ON (key) key, filename, is_delete, at, sequencer, size, etag
            FROM unnest($2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
                AS change (key, filename, is_delete, at, sequencer, size, etag, position)
            ORDER BY key, rpad(coalesce(sequencer, ''), 64, '0') COLLATE "C" DESC, at DESC, position DESC
        )
        INSERT INTO files AS file (s3_bucket, prefix_path, filename, date_added, size, etag, sequencer, changed_at, deleted_at)
        SELECT $1, key, filename, at, size, etag, sequencer, at, CASE WHEN is_delete THEN at END FROM reported ORDER BY key
        ON CONFLICT (s3_bucket, prefix_path) DO UPDATE SET
            date_added = CASE WHEN file.deleted_at IS NULL AND file.etag = excluded.etag THEN file.date_added ELSE excluded.date_added END,
            content_type = CASE WHEN file.etag = excluded.etag THEN file.content_type END,
            size = excluded.size, etag = excluded.etag, sequencer = excluded.sequencer,
            changed_at = excluded.changed_at, deleted_at = excluded.deleted_at
        WHERE CASE
            WHEN file.sequencer IS NOT NULL AND excluded.sequencer IS NOT NULL
                THEN rpad(file.sequencer, 64, '0') COLLATE "C" < rpad(excluded.sequencer, 64, '0') COLLATE "C"
            ELSE file.changed_at IS NULL OR file.changed_at <= excluded.changed_at END
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<FileEntry>> ListAsync(ListQuery query, int count, CancellationToken cancellation) =>
        database.ExecuteAsync<IReadOnlyList<FileEntry>>(
            ListSql,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(Time(query.After?.DateAdded ?? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc)));
                parameters.Add(Text(query.After?.Key ?? ""));
                parameters.Add(Text(query.Prefix));
                parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
            },
            async reader =>
            {
                var files = new List<FileEntry>();
                while (await reader.ReadAsync(cancellation))
                {
                    files.Add(new FileEntry(
                        ObjectKey.FromBucket(reader.GetString(0)),
                        reader.GetDateTime(1),
                        reader.IsDBNull(2) ? null : reader.GetInt64(2),
                        reader.IsDBNull(3) ? null : reader.GetString(3),
                        reader.IsDBNull(4) ? null : reader.GetString(4)));
                }

                return files;
            },
            cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ObjectKey>> FindByFilenameAsync(string filename, int count, CancellationToken cancellation) =>
        database.ExecuteAsync<IReadOnlyList<ObjectKey>>(
            FindSql,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(Text(filename));
                parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
            },
            async reader =>
            {
                var keys = new List<ObjectKey>();
                while (await reader.ReadAsync(cancellation))
                    keys.Add(ObjectKey.FromBucket(reader.GetString(0)));
                return keys;
            },
            cancellation);

    /// <inheritdoc/>
    public Task RecordAsync(ObjectChange change, CancellationToken cancellation) =>
        database.ExecuteAsync(
            RecordSql,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(Text(change.Key.Value));
                parameters.Add(Text(change.Key.Filename));
                parameters.Add(Time(change.Time));
                parameters.Add(new NpgsqlParameter { Value = (object?)change.Size ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
                parameters.Add(Text(change.ContentType));
                parameters.Add(Text(change.ETag));
                parameters.Add(new NpgsqlParameter<bool> { TypedValue = change.IsDelete });
            },
            NothingAsync,
            cancellation);

    /// <inheritdoc/>
    public Task ApplyAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation) =>
        database.ExecuteAsync(
            ApplySql,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. changes.Select(change => change.Key.Value)] });
                parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. changes.Select(change => change.Key.Filename)] });
                parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = [.. changes.Select(change => change.IsDelete)] });
                parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. changes.Select(change => change.Time)] });
                parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. changes.Select(change => change.Sequencer)] });
                parameters.Add(new NpgsqlParameter<long?[]> { TypedValue = [.. changes.Select(change => change.Size)] });
                parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. changes.Select(change => change.ETag)] });
            },
            NothingAsync,
            cancellation);

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken cancellation) => database.ExecuteAsync("SELECT 1", _ => { }, NothingAsync, cancellation);

    private static Task<bool> NothingAsync(NpgsqlDataReader reader) => Task.FromResult(true);

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<DateTime> Time(DateTime value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
