using System.Security.Cryptography.X509Certificates;
using NvDemo.Adapters.Configuration;
using NvDemo.Adapters.Postgres;
using NvDemo.Core;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>The database server is who it says it is, or it gets no credentials.</summary>
public sealed class PostgresTlsTests : IAsyncLifetime
{
    // Not one that only its owner can read: Postgres runs as another account.
    private readonly string _directory = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"nvdemo-tls-{Guid.NewGuid():N}")).FullName;
    private readonly TestAuthority _authority = new("database");
    private PostgresServer? _server;

    public async Task InitializeAsync()
    {
        using var certificate = _authority.Issue("localhost");
        using var key = certificate.GetRSAPrivateKey()!;
        var pem = Write("server.pem", certificate.ExportCertificatePem(), _authority.Intermediate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        _server = await PostgresServer.StartAsync(_directory, pem);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public Task A_server_that_the_authority_vouches_for_is_talked_to() => PingAsync("localhost", _authority);

    [Fact]
    public Task A_server_of_another_authority_is_not() =>
        Assert.ThrowsAsync<DependencyException>(() => PingAsync("localhost", new TestAuthority("another")));

    [Fact]
    public Task A_server_of_another_name_is_not() =>
        Assert.ThrowsAsync<DependencyException>(() => PingAsync("127.0.0.1", _authority));

    private async Task PingAsync(string host, TestAuthority authority)
    {
        var root = Write("root.pem", authority.Root.ExportCertificatePem());
        var text = $"Host={host};Port={_server!.Port};Database={PostgresServer.Database};SSL Mode=VerifyFull;Root Certificate={root}";
        var settings = PostgresSettings.Read(new SettingsReader(name => name == "Nv__Database" ? text : null));
        await using var database = new TestDatabase(settings.ConnectionString);
        await new PostgresFileIndex(database.Database, "b").PingAsync(CancellationToken.None);
    }

    private string Write(string name, params string[] pems)
    {
        var file = Path.Combine(_directory, name);
        File.WriteAllLines(file, pems);
        return file;
    }
}
