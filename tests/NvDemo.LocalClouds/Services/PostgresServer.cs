using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds.Services;

/// <summary>
/// PostgreSQL as the distribution packages it, with the database <c>nvdemo</c> and the role of that name which owns it. Nothing
/// waits for the disk: a stop or a kill keeps what was committed, a crash of the machine need not.
/// </summary>
public sealed class PostgresServer : Server
{
    /// <summary>The database.</summary>
    public const string Database = "nvdemo";

    /// <summary>The role that owns the database.</summary>
    public const string UserName = "nvdemo";

    /// <summary>The password of <see cref="UserName"/>, which is not checked.</summary>
    public const string Password = "nvdemo-local";

    /// <summary>The role that the functions connect as; <c>postgres-init</c> makes it.</summary>
    public const string ServiceUserName = "nvdemo_service";

    /// <summary>The password of <see cref="ServiceUserName"/>, which is checked.</summary>
    public const string ServicePassword = "nvdemo-service-local";

    private const string Superuser = "postgres", Account = "postgres", CertificateFile = "server.pem";

    private readonly string _programs;
    private readonly string? _certificate;

    // Below the temporary folder, as another account than ours may have to reach it; initdb makes it, for that account.
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"nvdemo-postgres-{Guid.NewGuid():N}");

    private PostgresServer(string directory, string? certificate) : base("postgres", directory) =>
        (_programs, _certificate) = (Programs(), certificate);

    /// <summary>The Npgsql connection string without credentials, as <c>Nv__Database</c> has it.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Database={Database}";

    /// <summary>The connection URI with the credentials of <see cref="UserName"/>.</summary>
    public string Uri => $"postgresql://{UserName}:{Password}@127.0.0.1:{Port}/{Database}";

    /// <inheritdoc/>
    protected override ChildProcessOptions Command => Program(
        "postgres",
        "-D", _data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
        // Each process of both clouds, and each test, has a pool of its own.
        "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300",
        "-c", $"ssl={(_certificate is null ? "off" : "on")}", "-c", $"ssl_cert_file={CertificateFile}", "-c", $"ssl_key_file={CertificateFile}") with
    { StopSignal = StopSignal.Interrupt };

    /// <summary>Starts a new, empty one; returns when its database answers.</summary>
    /// <param name="directory">For the log.</param>
    /// <param name="certificate">A PEM file with the certificate, its chain and its key, for TLS; <c>null</c> for none.</param>
    public static Task<PostgresServer> StartAsync(string directory, string? certificate = null) =>
        StartedAsync(new PostgresServer(directory, certificate));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(_data))
            Directory.Delete(_data, recursive: true);
    }

    /// <inheritdoc/>
    private protected override async Task PrepareAsync()
    {
        OrphanReaper.Remove(_data);
        await SucceedAsync(Program("initdb", "-D", _data, "-U", Superuser, "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"));

        // The first line that fits counts.
        var rules = Path.Combine(_data, "pg_hba.conf");
        await File.WriteAllTextAsync(rules, $"host all {ServiceUserName} 127.0.0.1/32 scram-sha-256\n{await File.ReadAllTextAsync(rules)}");

        // Postgres takes no key that others could read.
        if (_certificate is not null)
        {
            string[] install = ["-m", "600", _certificate, Path.Combine(_data, CertificateFile)];
            await SucceedAsync(new ChildProcessOptions("install", LogFile) { Arguments = install, User = Account });
        }
    }

    /// <inheritdoc/>
    private protected override Task ProvisionAsync() => SucceedAsync(Program("psql", [.. Client, "-X", "-q", "-v", "ON_ERROR_STOP=1",
        "-c", $"CREATE ROLE {UserName} LOGIN CREATEROLE PASSWORD '{Password}'", "-c", $"CREATE DATABASE {Database} OWNER {UserName}"]));

    /// <summary>It accepts connections before it can serve them: after a kill it recovers first.</summary>
    private protected override async Task ReadyAsync(ChildProcess process)
    {
        await base.ReadyAsync(process);
        var deadline = DateTime.UtcNow + StartTimeout;
        while (await RunAsync(Program("pg_isready", Client)) != 0)
        {
            if (process.Exited.IsCompleted || DateTime.UtcNow > deadline)
                throw new TimeoutException($"Postgres does not answer: {LogFile}");
            await Task.Delay(20);
        }
    }

    private ChildProcessOptions Program(string program, params string[] arguments) =>
        new(Path.Combine(_programs, program), LogFile) { Arguments = arguments, User = Account };

    private string[] Client => ["-h", "127.0.0.1", "-p", $"{Port}", "-U", Superuser, "-d", "postgres"];

    // Debian keeps the server's programs off the PATH, a folder for each major version.
    private static string Programs() =>
        new DirectoryInfo("/usr/lib/postgresql") is { Exists: true } debian
        && debian.EnumerateDirectories().Where(version => File.Exists(Path.Combine(version.FullName, "bin", "postgres")))
            .MaxBy(version => int.TryParse(version.Name, out var major) ? major : 0) is { } newest
            ? Path.Combine(newest.FullName, "bin")
            : Path.GetDirectoryName(InstalledProgram.OnPath("postgres"))!;
}
