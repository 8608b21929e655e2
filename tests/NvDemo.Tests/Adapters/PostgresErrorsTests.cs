using Npgsql;
using NvDemo.Adapters.Postgres;
using NvDemo.Core;

namespace NvDemo.Tests.Adapters;

/// <summary>What an error's state says of the database (PostgreSQL, "Error Codes").</summary>
public sealed class PostgresErrorsTests
{
    [Theory]
    [InlineData("08006", DependencyFailure.OutOfReach)]
    [InlineData("08P01", DependencyFailure.OutOfReach)] // PgBouncer's, where it does not reach the server.
    [InlineData("57P01", DependencyFailure.OutOfReach)]
    [InlineData("53300", DependencyFailure.OutOfReach)]
    [InlineData("55P03", DependencyFailure.OutOfReach)]
    [InlineData("28P01", DependencyFailure.Misconfigured)]
    [InlineData("42P01", DependencyFailure.Misconfigured)]
    [InlineData("22021", null)]
    [InlineData("23505", null)]
    public void The_state_tells_an_outage_from_a_fault(string state, DependencyFailure? failure) =>
        Assert.Equal(failure, PostgresErrors.Failure(new PostgresException("message", "ERROR", "ERROR", state), default));
}
