using System.Globalization;
using Npgsql;

namespace NvDemo.Benchmarks;

/// <summary>The processes of a Postgres on this machine, for the CPU time that its statements take.</summary>
internal sealed class PostgresProcesses
{
    private readonly int _postmaster;

    private PostgresProcesses(int postmaster) => _postmaster = postmaster;

    public static async Task<PostgresProcesses> OfAsync(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand("SELECT pg_backend_pid()");
        return new PostgresProcesses(ParentOf((int)(await command.ExecuteScalarAsync())!));
    }

    /// <summary>Of all that serve connections now: exact to the nanosecond (/proc/PID/schedstat), without what has ended.</summary>
    public TimeSpan ProcessorTime()
    {
        var nanoseconds = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process) && ParentOf(process) == _postmaster)
                    nanoseconds += long.Parse(File.ReadAllText($"{folder}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        return TimeSpan.FromMicroseconds(nanoseconds / 1000);
    }

    // The fields behind the name, which may have spaces: state, parent.
    private static int ParentOf(int process) =>
        int.Parse(File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ')[2], CultureInfo.InvariantCulture);
}
