using Npgsql;
using NvDemo.Core;

namespace NvDemo.Adapters.Postgres;

/// <summary>The errors of Npgsql that say something of the database, not of the statement.</summary>
internal static class PostgresErrors
{
    /// <summary>The kind of failure; <c>null</c> for an error that is not the database's, such as one in the statement.</summary>
    /// <param name="cancellation">That of the caller, whose own end is no failure.</param>
    public static DependencyFailure? Failure(Exception exception, CancellationToken cancellation) => exception switch
    {
        OperationCanceledException => cancellation.IsCancellationRequested ? null : DependencyFailure.OutOfReach,
        PostgresException error => error.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
                or PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidCatalogName
                or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction => DependencyFailure.Misconfigured,
            PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.ReadOnlySqlTransaction =>
                DependencyFailure.OutOfReach,
            _ => IsTransient(error) ? DependencyFailure.OutOfReach : null,
        },
        NpgsqlException or TimeoutException => DependencyFailure.OutOfReach,
        _ => null,
    };

    /// <summary>Whether it may be over at once. PgBouncer says 08P01 of all that it can't do, such as to reach the server.</summary>
    public static bool IsTransient(NpgsqlException error) => error.IsTransient || error.SqlState == PostgresErrorCodes.ProtocolViolation;
}
