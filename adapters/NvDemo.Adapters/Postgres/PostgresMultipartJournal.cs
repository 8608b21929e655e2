using Npgsql;
using NvDemo.Core.Storage;

using static NvDemo.Adapters.Postgres.BucketCommands;

namespace NvDemo.Adapters.Postgres;

/// <summary>The uploads in parts, as a table of Postgres.</summary>
public sealed class PostgresMultipartJournal(PostgresDatabase database, string bucket) : IMultipartJournal
{
    private const string Columns = "id, prefix_path, store_id, size, part_size, content_type, begun_at";

    // Those that have expired make room for it: S3 has let go of their parts by a rule of the bucket. A statement whose reply was
    // lost is sent again, and finds its own row: ids are nobody else's.
    private const string Add = """
        WITH expired AS (
            DELETE FROM multipart_uploads WHERE id IN (SELECT id FROM multipart_uploads WHERE expires_at < now() LIMIT 100)
        )
        INSERT INTO multipart_uploads (s3_bucket, id, prefix_path, store_id, size, part_size, content_type, begun_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (id) DO NOTHING
        """;

    private const string Find = $"SELECT {Columns} FROM multipart_uploads WHERE s3_bucket = $1 AND id = $2 AND expires_at > now()";

    private const string List = $"""
        SELECT {Columns} FROM multipart_uploads
        WHERE s3_bucket = $1 AND (prefix_path, id) > ($2, $3) AND prefix_path ^@ $4 AND NOT is_complete AND expires_at > now()
        ORDER BY prefix_path, id LIMIT $5
        """;

    private const string Complete = "UPDATE multipart_uploads SET is_complete = true WHERE s3_bucket = $1 AND id = $2";

    private const string Remove = "DELETE FROM multipart_uploads WHERE s3_bucket = $1 AND id = $2";

    private readonly BucketCommands _commands = new(database, bucket);

    /// <inheritdoc/>
    public Task AddAsync(MultipartUpload upload, CancellationToken cancellation) => _commands.RunAsync(
        Add,
        [
            Text(upload.Id), Text(upload.Key.Value), Text(upload.StoreId), Bytes(upload.Size), Bytes(upload.PartSize),
            Text(upload.ContentType), Time(upload.BegunAt), Time(upload.ExpiresAt),
        ],
        cancellation);

    /// <inheritdoc/>
    public async Task<MultipartUpload?> FindAsync(string id, CancellationToken cancellation) =>
        (await _commands.ReadAsync(Find, [Text(id)], Read, cancellation)).SingleOrDefault();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MultipartUpload>> ListAsync(
        string prefix, (string Key, string Id) after, int count, CancellationToken cancellation) => await _commands.ReadAsync(
            List, [Text(after.Key), Text(after.Id), Text(prefix), Number(count)], Read, cancellation);

    /// <inheritdoc/>
    public Task CompleteAsync(string id, CancellationToken cancellation) => _commands.RunAsync(Complete, [Text(id)], cancellation);

    /// <inheritdoc/>
    public Task RemoveAsync(string id, CancellationToken cancellation) => _commands.RunAsync(Remove, [Text(id)], cancellation);

    private static MultipartUpload Read(NpgsqlDataReader row) => new(
        row.GetString(0), ObjectKey.FromBucket(row.GetString(1)), row.GetString(2), row.GetInt64(3), row.GetInt64(4),
        row.IsDBNull(5) ? null : row.GetString(5), row.GetDateTime(6));
}
