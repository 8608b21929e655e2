using System.Text;
using Npgsql;
using NpgsqlTypes;
using NvDemo.Core.Reconciliation;

namespace NvDemo.Adapters.Postgres;

/// <summary>
/// The journal as a row of the table <c>reconciliation</c>. A request that comes in the middle of a walk is for the next one. Leases go by the
/// database's clock, which is everybody's. Each statement comes to the same when it is repeated because its reply was lost.
/// </summary>
public sealed class PostgresWalkJournal(PostgresDatabase database, string bucket) : IWalkJournal
{
    private const string Take = """
        WITH taken AS (
            INSERT INTO reconciliation AS walk (s3_bucket, holder, held_until) VALUES ($1, $2, now() + $3)
            ON CONFLICT (s3_bucket) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
            WHERE walk.held_until < now() OR walk.holder = excluded.holder
            RETURNING first_started_at, started_at, reached, completed_at, is_requested
        )
        SELECT *, false FROM taken
        UNION ALL
        SELECT first_started_at, started_at, reached, completed_at, is_requested, true FROM reconciliation
        WHERE s3_bucket = $1 AND NOT EXISTS (SELECT FROM taken)
        """;

    private const string Save = """
        UPDATE reconciliation SET held_until = now() + $3, started_at = $4, reached = $5, completed_at = $6,
            is_requested = is_requested AND (started_at IS NOT NULL OR $4 IS NULL)
        WHERE s3_bucket = $1 AND holder = $2
        """;

    private const string Request = """
        INSERT INTO reconciliation (s3_bucket, holder, held_until, is_requested) VALUES ($1, $2, '-infinity', true)
        ON CONFLICT (s3_bucket) DO UPDATE SET is_requested = true
        """;

    private const string Release = "UPDATE reconciliation SET held_until = '-infinity' WHERE s3_bucket = $1 AND holder = $2";

    /// <inheritdoc/>
    public Task<Walk> TakeAsync(TimeSpan lease, CancellationToken cancellation)
    {
        var holder = Guid.NewGuid();
        return database.ExecuteAsync(
            Take,
            parameters => Bind(parameters, holder, lease),
            async reader =>
            {
                await reader.ReadAsync(cancellation);
                return new Walk(holder, reader.GetDateTime(0))
                {
                    StartedAt = reader.IsDBNull(1) ? null : reader.GetDateTime(1),
                    Reached = Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(2)),
                    CompletedAt = reader.IsDBNull(3) ? null : reader.GetDateTime(3),
                    IsRequested = reader.GetBoolean(4),
                    IsElsewhere = reader.GetBoolean(5),
                };
            },
            cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> SaveAsync(Walk walk, TimeSpan lease, CancellationToken cancellation) => await database.ExecuteAsync(
        Save,
        parameters =>
        {
            Bind(parameters, walk.Holder, lease);
            parameters.Add(Time(walk.StartedAt));
            parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Encoding.UTF8.GetBytes(walk.Reached) });
            parameters.Add(Time(walk.CompletedAt));
        },
        AffectedAsync,
        cancellation) > 0;

    /// <inheritdoc/>
    public Task ReleaseAsync(Walk walk, CancellationToken cancellation) =>
        database.ExecuteAsync(Release, parameters => Bind(parameters, walk.Holder), AffectedAsync, cancellation);

    /// <inheritdoc/>
    public Task RequestAsync(CancellationToken cancellation) =>
        database.ExecuteAsync(Request, parameters => Bind(parameters, Guid.Empty), AffectedAsync, cancellation);

    private static Task<int> AffectedAsync(NpgsqlDataReader reader) => Task.FromResult(reader.RecordsAffected);

    private static NpgsqlParameter Time(DateTime? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private void Bind(NpgsqlParameterCollection parameters, Guid holder, TimeSpan? lease = null)
    {
        parameters.Add(new NpgsqlParameter<string> { TypedValue = bucket });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = holder });
        if (lease is { } time)
            parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = time });
    }
}
