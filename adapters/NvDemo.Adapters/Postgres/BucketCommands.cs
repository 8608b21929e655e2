using Npgsql;
using NpgsqlTypes;

namespace NvDemo.Adapters.Postgres;

/// <summary>Commands about one bucket, whose name is their first parameter.</summary>
internal sealed class BucketCommands(PostgresDatabase database, string bucket)
{
    public static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Number(int value) => new NpgsqlParameter<int> { TypedValue = value };

    public static NpgsqlParameter Bytes(long value) => new NpgsqlParameter<long> { TypedValue = value };

    public static NpgsqlParameter Time(DateTime value) =>
        new NpgsqlParameter<DateTime> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    public Task<int> RunAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellation) =>
        database.ExecuteAsync(sql, bound => Bind(bound, parameters), reader => Task.FromResult(reader.RecordsAffected), cancellation);

    public Task<List<T>> ReadAsync<T>(
        string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellation) =>
        database.ExecuteAsync(
            sql,
            bound => Bind(bound, parameters),
            async reader =>
            {
                var rows = new List<T>();
                while (await reader.ReadAsync(cancellation))
                    rows.Add(read(reader));
                return rows;
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
