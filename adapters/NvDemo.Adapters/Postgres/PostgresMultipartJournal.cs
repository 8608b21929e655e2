using Npgsql;
using NpgsqlTypes;
using NvDemo.Core.Storage;

namespace NvDemo.Adapters.Postgres;

/// <summary>The uploads in parts, as a table of Postgres.</summary>
public sealed class PostgresMultipartJournal(PostgresDatabase database, string bucket) : IMultipartJournal
{
    private const string Columns = "id, prefix_path, store_id, size, part_size, content_type, begun_at";

    // Those that have expired make room for it: S3 has let go of their parts by a rule of the bucket.
    private const string Add = """
        WITH expired AS (
            DELETE FROM multipart_uploads WHERE id IN (SELECT id FROM multipart_uploads WHERE expires_at < now() LIMIT 100)
        )
        INSERT INTO multipart_uploads (s3_bucket, id, prefix_path, store_id, size, part_size, content_type, begun_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    private const string Find = $"SELECT {Columns} FROM multipart_uploads WHERE s3_bucket = $1 AND id = $2 AND expires_at > now()";

    private const string List = $"""
        SELECT {Columns} FROM multipart_uploads
        WHERE s3_bucket = $1 AND (prefix_path, id) > ($2, $3) AND prefix_path ^@ $4 AND NOT is_complete AND expires_at > now()
        ORDER BY prefix_path, id LIMIT $5
        """;

    private const string Complete = "UPDATE multipart_uploads SET is_complete = true WHERE s3_bucket = $1 AND id = $2";

    private const string Remove = "DELETE FROM multipart_uploads WHERE s3_bucket = $1 AND id = $2";

    /// <inheritdoc/>
    public Task AddAsync(MultipartUpload upload, CancellationToken cancellation) => RunAsync(
        Add,
        [
            Text(upload.Id), Text(upload.Key.Value), Text(upload.StoreId),
            new NpgsqlParameter<long> { TypedValue = upload.Size }, new NpgsqlParameter<long> { TypedValue = upload.PartSize },
            Text(upload.ContentType), Time(upload.BegunAt), Time(upload.ExpiresAt),
        ],
        cancellation);

    /// <inheritdoc/>
    public async Task<MultipartUpload?> FindAsync(string id, CancellationToken cancellation) =>
        (await ReadAsync(Find, [Text(id)], cancellation)).SingleOrDefault();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MultipartUpload>> ListAsync(
        string prefix, (string Key, string Id) after, int count, CancellationToken cancellation) => await ReadAsync(
            List, [Text(after.Key), Text(after.Id), Text(prefix), new NpgsqlParameter<int> { TypedValue = count }], cancellation);

    /// <inheritdoc/>
    public Task CompleteAsync(string id, CancellationToken cancellation) => RunAsync(Complete, [Text(id)], cancellation);

    /// <inheritdoc/>
    public Task RemoveAsync(string id, CancellationToken cancellation) => RunAsync(Remove, [Text(id)], cancellation);

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<DateTime> Time(DateTime value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private Task<int> RunAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellation) =>
        database.ExecuteAsync(sql, bound => Bind(bound, parameters), reader => Task.FromResult(reader.RecordsAffected), cancellation);

    private Task<List<MultipartUpload>> ReadAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellation) =>
        database.ExecuteAsync(
            sql,
            bound => Bind(bound, parameters),
            async reader =>
            {
                var uploads = new List<MultipartUpload>();
                while (await reader.ReadAsync(cancellation))
                {
                    uploads.Add(new MultipartUpload(
                        reader.GetString(0), ObjectKey.FromBucket(reader.GetString(1)), reader.GetString(2), reader.GetInt64(3),
                        reader.GetInt64(4), reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetDateTime(6)));
                }

                return uploads;
            },
            cancellation);

    // A command that is repeated on another connection has parameters of its own.
    private void Bind(NpgsqlParameterCollection bound, NpgsqlParameter[] parameters)
    {
        bound.Add(Text(bucket));
        foreach (var parameter in parameters)
            bound.Add(parameter.Clone());
    }
}
