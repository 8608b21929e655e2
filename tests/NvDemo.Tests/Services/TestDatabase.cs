using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Adapters.Postgres;
using NvDemo.Core.Security;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Services;

/// <summary>A pool of connections to a local database.</summary>
internal sealed class TestDatabase : IAsyncDisposable, ISecretStore
{
    public TestDatabase(string connectionString) => Database = new PostgresDatabase(
        connectionString,
        new CachedSecret<DatabaseCredentials>(this, "postgres", DatabaseCredentials.Parse, TimeProvider.System, NullLogger.Instance));

    public PostgresDatabase Database { get; }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    Task<string> ISecretStore.GetAsync(string name, CancellationToken cancellation) =>
        Task.FromResult($$"""{"username":"{{PostgresServer.UserName}}","password":"{{PostgresServer.Password}}"}""");
}
