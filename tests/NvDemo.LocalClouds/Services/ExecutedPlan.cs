using System.Text.Json;
using Npgsql;

namespace NvDemo.LocalClouds.Services;

/// <summary>
/// What a prepared statement read when it was executed with the plan that such statements come to, which knows no values. Parameters of
/// <c>EXPLAIN</c> itself are no such thing: it plans with their values.
/// </summary>
/// <param name="Buffers">The pages that it read of tables and indexes.</param>
/// <param name="Rows">The rows that it returned.</param>
/// <param name="Milliseconds">The time that it took.</param>
public sealed record ExecutedPlan(int Buffers, int Rows, double Milliseconds)
{
    /// <summary>Plans and executes it. The first time in a session reads the catalogue too.</summary>
    public static async Task<ExecutedPlan> OfAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        var (types, literals) = await LiteralsAsync(connection, values);
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync("SET LOCAL plan_cache_mode = force_generic_plan");
        await ExecuteAsync($"PREPARE explained ({types}) AS {sql}");
        using var document = JsonDocument.Parse((string)(await ExecuteAsync($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE explained ({literals})"))!);
        await ExecuteAsync("DEALLOCATE explained");
        await transaction.CommitAsync();
        var plan = document.RootElement[0].GetProperty("Plan");
        return new ExecutedPlan(
            plan.GetProperty("Shared Hit Blocks").GetInt32() + plan.GetProperty("Shared Read Blocks").GetInt32(),
            plan.GetProperty("Actual Rows").GetInt32(),
            document.RootElement[0].GetProperty("Execution Time").GetDouble());

        async Task<object?> ExecuteAsync(string statement)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 600 };
            return await command.ExecuteScalarAsync();
        }
    }

    // Neither PREPARE nor EXECUTE takes parameters.
    private static async Task<(string Types, string Literals)> LiteralsAsync(NpgsqlConnection connection, object[] values)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        var each = Enumerable.Range(1, values.Length);
        command.CommandText = $"""
            SELECT concat_ws(',', {string.Join(',', each.Select(i => $"pg_typeof(${i})"))}),
                concat_ws(',', {string.Join(',', each.Select(i => $"quote_literal(${i}::text)"))})
            """;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetString(0), reader.GetString(1));
    }
}
