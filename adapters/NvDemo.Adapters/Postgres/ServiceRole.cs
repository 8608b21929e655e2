using Npgsql;

namespace NvDemo.Adapters.Postgres;

/// <summary>The role that the functions connect as: it reads and writes rows, and can neither create nor change anything else.</summary>
internal static class ServiceRole
{
    private const string Exists = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)";

    // DDL takes no parameters: the server quotes them.
    private const string Statements = """
        SELECT format(statement, $1, $2, current_database()) FROM unnest($3) AS statement
        """;

    private static readonly string[] Grants =
    [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT CONNECT ON DATABASE %3$I TO %1$I",
        "GRANT USAGE ON SCHEMA public TO %1$I",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %1$I",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %1$I",
        // The migrations' own table.
        "REVOKE INSERT, UPDATE, DELETE ON schemaversions FROM %1$I",
    ];

    /// <summary>Creates the role, or gives it the password of the secret, and its rights; harmless to repeat.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, DatabaseCredentials credentials, CancellationToken cancellation)
    {
        await using var exists = new NpgsqlCommand(Exists, connection) { Parameters = { new() { Value = credentials.Username } } };
        var verb = await exists.ExecuteScalarAsync(cancellation) is true ? "ALTER" : "CREATE";
        string[] statements = [$"{verb} ROLE %1$I LOGIN PASSWORD %2$L", .. Grants];

        await using var format = new NpgsqlCommand(Statements, connection)
        {
            Parameters =
            {
                new() { Value = credentials.Username },
                new() { Value = ScramVerifier.Of(credentials.Password) },
                new() { Value = statements },
            },
        };
        var quoted = new List<string>();
        await using (var reader = await format.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
                quoted.Add(reader.GetString(0));
        }

        // One round trip, and one transaction.
        await using var ensure = new NpgsqlCommand(string.Join(";\n", quoted), connection);
        await ensure.ExecuteNonQueryAsync(cancellation);
    }
}
