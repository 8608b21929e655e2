using NvDemo.Adapters.Postgres;
using NvDemo.Core.Index;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class PostgresFileIndexTests(LocalCloudsFixture fixture) : FileIndexContract, IAsyncLifetime
{
    private readonly TestDatabase _database = new(fixture.Clouds.Data.Postgres.ConnectionString);
    private readonly TestDatabase _nowhere = new($"Host=127.0.0.1;Port={Nowhere.Port};Database=nvdemo");
    private readonly string _bucket = $"bucket-{Guid.NewGuid():N}";

    protected override IFileIndex Index => new PostgresFileIndex(_database.Database, _bucket);

    protected override IFileIndex Unreachable => new PostgresFileIndex(_nowhere.Database, _bucket);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _nowhere.DisposeAsync();
    }
}
