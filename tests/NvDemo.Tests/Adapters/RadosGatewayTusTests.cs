using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.S3;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(RadosGatewayCollection.Name)]
public sealed class RadosGatewayTusTests(RadosGatewayFixture fixture, RadosGatewayTusTests.Postgres postgres)
    : TusWriterContract, IClassFixture<RadosGatewayTusTests.Postgres>, IDisposable
{
    private readonly S3ObjectStore _store = fixture.CreateStore();

    protected override IObjectStore Objects => _store;

    protected override IMultipartStore Store => _store;

    // Ceph 16.2 completes an upload with all the parts that it has, or not at all (InvalidPart).
    protected override bool LeavesPartsOut => false;

    protected override PostgresDatabase Database => postgres.Database;

    public void Dispose() => _store.Dispose();

    /// <summary>A server for these tests: the local clouds are of another collection.</summary>
    public sealed class Postgres : IAsyncLifetime
    {
        private readonly string _directory = Directory.CreateTempSubdirectory("nvdemo-rgw-postgres-").FullName;
        private PostgresServer? _server;
        private TestDatabase? _database;

        internal PostgresDatabase Database => _database!.Database;

        public async Task InitializeAsync()
        {
            _server = await PostgresServer.StartAsync(_directory);
            _database = new TestDatabase(_server.ConnectionString);
            await new SchemaMigrator(Database, null, NullLogger<SchemaMigrator>.Instance).MigrateAsync(CancellationToken.None);
        }

        public async Task DisposeAsync()
        {
            if (_database is not null)
                await _database.DisposeAsync();
            if (_server is not null)
                await _server.DisposeAsync();
            Directory.Delete(_directory, recursive: true);
        }
    }
}
