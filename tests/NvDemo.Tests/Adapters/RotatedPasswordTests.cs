using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NvDemo.Adapters.Postgres;
using NvDemo.Core;
using NvDemo.Core.Security;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>Postgres refuses the password that is known.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class RotatedPasswordTests : IAsyncLifetime, ISecretStore
{
    private readonly FakeTimeProvider _clock = new();
    private readonly PostgresDatabase _database;
    private string _password = "former";
    private bool _isOut;

    public RotatedPasswordTests(LocalCloudsFixture fixture) => _database = new PostgresDatabase(
        fixture.Clouds.Data.Postgres.ConnectionString,
        new CachedSecret<DatabaseCredentials>(this, "postgres", DatabaseCredentials.Parse, _clock, NullLogger.Instance));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    Task<string> ISecretStore.GetAsync(string name, CancellationToken cancellation) => _isOut
        ? Task.FromException<string>(new DependencyException("Secrets Manager", DependencyFailure.OutOfReach))
        : Task.FromResult($$"""{"username":"{{PostgresServer.ServiceUserName}}","password":"{{_password}}"}""");

    [Fact]
    public async Task It_is_read_anew()
    {
        await Assert.ThrowsAsync<DependencyException>(AskAsync);
        _password = PostgresServer.ServicePassword;
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(1, await AskAsync());
    }

    [Fact]
    public async Task A_wrong_one_is_no_outage()
    {
        var error = await Assert.ThrowsAsync<DependencyException>(AskAsync);
        Assert.Equal(DependencyFailure.Misconfigured, error.Failure);
    }

    [Fact]
    public async Task Where_it_can_not_be_read_anew_that_is_the_outage()
    {
        await Assert.ThrowsAsync<DependencyException>(AskAsync);
        (_isOut, _password) = (true, PostgresServer.ServicePassword);
        _clock.Advance(TimeSpan.FromSeconds(6));
        var error = await Assert.ThrowsAsync<DependencyException>(AskAsync);
        Assert.Equal(("Secrets Manager", DependencyFailure.OutOfReach), (error.Dependency, error.Failure));
    }

    private Task<int> AskAsync() => _database.ExecuteAsync(
        "SELECT 1",
        _ => { },
        async reader =>
        {
            await reader.ReadAsync();
            return reader.GetInt32(0);
        },
        CancellationToken.None);
}
