using System.Diagnostics;
using System.Text.RegularExpressions;
using NvDemo.Core;

namespace NvDemo.Adapters.Postgres;

/// <summary>
/// The span of a statement (https://opentelemetry.io/docs/specs/semconv/db/postgresql/), time for a connection and the second try included.
/// Npgsql's own would carry the statement's whole text.
/// </summary>
internal static partial class DatabaseSpan
{
    /// <returns><c>null</c> where the caller is not recorded.</returns>
    public static Activity? Start(string sql, string database)
    {
        if (ServiceTraces.StartCall("postgresql") is not { } span)
            return null;
        var operation = Writing().Match(sql) is { Success: true } match ? match.Value : "SELECT";
        span.DisplayName = $"{operation} {database}";
        span.SetTag("db.system.name", "postgresql");
        span.SetTag("db.namespace", database);
        return span.SetTag("db.operation.name", operation);
    }

    // What a statement with several parts is for.
    [GeneratedRegex(@"\b(?:INSERT|UPDATE|DELETE)\b")]
    private static partial Regex Writing();
}
