using Npgsql;
using NvDemo.Core.Storage;

using static NvDemo.Adapters.Postgres.BucketCommands;

namespace NvDemo.Adapters.Postgres;

/// <summary>The uploads by TUS, as tables of Postgres: a row with a version for each, and their parts.</summary>
public sealed class PostgresTusJournal(PostgresDatabase database, string bucket) : ITusJournal
{
    // Those that have expired make room for it: S3 lets go of what they have stored by rules of the bucket. A statement whose
    // reply was lost is sent again, and finds its own row: ids are nobody else's.
    private const string Add = """
        WITH expired AS (
            DELETE FROM tus_uploads WHERE id IN (SELECT id FROM tus_uploads WHERE expires_at < now() LIMIT 100)
        )
        INSERT INTO tus_uploads (s3_bucket, id, prefix_path, store_id, length, content_type, metadata, begun_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (id) DO NOTHING
        """;

    private const string Find = """
        SELECT id, prefix_path, store_id, length, content_type, metadata, begun_at, stored, last_part, next_part, tail, tail_length, version,
            is_complete
        FROM tus_uploads WHERE s3_bucket = $1 AND id = $2 AND expires_at > now()
        """;

    private const string Reserve = """
        UPDATE tus_uploads SET next_part = next_part + 1 WHERE s3_bucket = $1 AND id = $2 AND expires_at > now() RETURNING next_part - 1
        """;

    // Of two at once the second waits for the first, and then finds another version.
    private const string Commit = """
        WITH committed AS (
            UPDATE tus_uploads SET stored = $4, last_part = $5, tail = $6, tail_length = $7, version = $3
            WHERE s3_bucket = $1 AND id = $2 AND version = $3 - 1 AND expires_at > now()
            RETURNING id
        ), part AS (
            INSERT INTO tus_parts (upload_id, number, size, etag) SELECT id, $5, $8, $9 FROM committed WHERE $9 IS NOT NULL
        )
        SELECT id FROM committed
        """;

    private const string Parts = """
        SELECT number, size, etag FROM tus_parts JOIN tus_uploads ON upload_id = id WHERE s3_bucket = $1 AND id = $2 ORDER BY number
        """;

    private const string Complete = "UPDATE tus_uploads SET is_complete = true WHERE s3_bucket = $1 AND id = $2";

    private const string Remove = "DELETE FROM tus_uploads WHERE s3_bucket = $1 AND id = $2";

    private readonly BucketCommands _commands = new(database, bucket);

    /// <inheritdoc/>
    public Task AddAsync(TusUpload upload, CancellationToken cancellation) => _commands.RunAsync(
        Add,
        [
            Text(upload.Id), Text(upload.Key.Value), Text(upload.StoreId), Bytes(upload.Length), Text(upload.ContentType), Text(upload.Metadata),
            Time(upload.BegunAt), Time(upload.ExpiresAt),
        ],
        cancellation);

    /// <inheritdoc/>
    public async Task<TusUpload?> FindAsync(string id, CancellationToken cancellation) =>
        (await _commands.ReadAsync(Find, [Text(id)], Read, cancellation)).SingleOrDefault();

    /// <inheritdoc/>
    public async Task<int?> ReservePartAsync(string id, CancellationToken cancellation) =>
        await _commands.ReadAsync(Reserve, [Text(id)], row => row.GetInt32(0), cancellation) is [var number] ? number : null;

    /// <inheritdoc/>
    public async Task<bool> CommitAsync(TusUpload upload, StoredPart? part, CancellationToken cancellation) =>
        await _commands.ReadAsync(
            Commit,
            [
                Text(upload.Id), Number(upload.Version), Bytes(upload.Offset), Number(upload.LastPart), Text(upload.Tail?.Value),
                Bytes(upload.TailLength), Bytes(part?.Size ?? 0), Text(part?.ETag),
            ],
            row => row.GetString(0),
            cancellation) is [_];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredPart>> PartsAsync(string id, CancellationToken cancellation) => await _commands.ReadAsync(
        Parts, [Text(id)], row => new StoredPart(row.GetInt32(0), row.GetInt64(1), row.GetString(2)), cancellation);

    /// <inheritdoc/>
    public Task CompleteAsync(string id, CancellationToken cancellation) => _commands.RunAsync(Complete, [Text(id)], cancellation);

    /// <inheritdoc/>
    public Task RemoveAsync(string id, CancellationToken cancellation) => _commands.RunAsync(Remove, [Text(id)], cancellation);

    private static TusUpload Read(NpgsqlDataReader row) => new(
        row.GetString(0), ObjectKey.FromBucket(row.GetString(1)), row.GetString(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetString(4),
        row.GetString(5), row.GetDateTime(6))
    {
        Offset = row.GetInt64(7),
        LastPart = row.GetInt32(8),
        NextPart = row.GetInt32(9),
        Tail = row.IsDBNull(10) ? null : ObjectKey.FromBucket(row.GetString(10)),
        TailLength = row.GetInt64(11),
        Version = row.GetInt32(12),
        IsComplete = row.GetBoolean(13),
    };
}
