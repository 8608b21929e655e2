using Npgsql;
using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>
/// The disk that the tables are on is full, as disks get: a forgotten transaction keeps every old version of a row, so that each change needs
/// more room. The log is elsewhere; without room for that Postgres is down, which is another scenario.
/// </summary>
internal sealed record PostgresDiskFull : Scenario
{
    private const string Space = "drill_small";

    private SmallDisk? _disk;
    private NpgsqlConnection? _forgotten;

    /// <inheritdoc/>
    public override string Name => "postgres-disk-full";

    /// <inheritdoc/>
    public override string Summary => "The disk with Postgres' tables is full.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override string? Missing => SmallDisk.Missing;

    /// <inheritdoc/>
    public override async Task BreakAsync(Site site)
    {
        _disk = await SmallDisk.MountAsync("postgres");
        await site.PostgresAsync([$"CREATE TABLESPACE {Space} LOCATION '{_disk.Path}'", .. Move("pg_default", Space)]);
        _forgotten = await site.ConnectAsync();
        await Site.RunAsync(_forgotten, "BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT count(*) FROM files");
        await _disk.FillAsync();
    }

    /// <inheritdoc/>
    public override async Task MendAsync(Site site)
    {
        _disk!.Clear();
        await _forgotten!.DisposeAsync();
        await site.PostgresAsync([.. Move(Space, "pg_default"), $"DROP TABLESPACE {Space}"]);
        await _disk.DisposeAsync();
    }

    private static string[] Move(string from, string to) =>
        [$"ALTER TABLE ALL IN TABLESPACE {from} SET TABLESPACE {to}", $"ALTER INDEX ALL IN TABLESPACE {from} SET TABLESPACE {to}"];
}
