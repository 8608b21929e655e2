using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds.Services;

/// <summary>
/// HAProxy as the one address of both clouds: it does what DNS failover does on real ones, within seconds. While neither is well it asks
/// the primary, as Route 53 answers with it. Requests under way stay where they are. It repeats only what was not sent, as no connection was
/// made; a cloud that refuses three in succession is out at once.
/// </summary>
public sealed class FrontServer : Server
{
    // Longer than the gateway waits for a function.
    private const string Patience = "35s";

    // Checks that must pass: so many that after an outage of both the primary comes first, however its checks, one a second until the first
    // passes and then four, lie between the backup's; else the name would go to a backup and back.
    private const int BackupRise = 7;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly string _configuration;

    private FrontServer(string directory, Uri url) : base("front", directory, url.Port) =>
        _configuration = Path.GetFullPath(Path.Combine(directory, "front.cfg"));

    /// <inheritdoc/>
    protected override ChildProcessOptions Command =>
        new(InstalledProgram.OnPath("haproxy"), LogFile)
        {
            Arguments = ["-db", "-f", _configuration],
            StopSignal = StopSignal.User1,
            Grace = Grace + TimeSpan.FromSeconds(1),
        };

    /// <summary>Starts a new one; returns when it accepts connections.</summary>
    /// <param name="directory">For its configuration and the log.</param>
    /// <param name="url">Where it shall answer.</param>
    /// <param name="clouds">Where each cloud answers, by name: first the primary, then its backups.</param>
    public static async Task<FrontServer> StartAsync(string directory, Uri url, IReadOnlyList<(string Name, Uri Url)> clouds)
    {
        var front = new FrontServer(directory, url);
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(front._configuration, Configuration(url, clouds));
        return await StartedAsync(front);
    }

    private static string Configuration(Uri url, IReadOnlyList<(string Name, Uri Url)> clouds)
    {
        var (primary, others) = (clouds[0], clouds.Skip(1));
        return $$"""
            global
                hard-stop-after {{Grace.TotalSeconds}}s

            defaults
                mode http
                log stdout format raw daemon
                option httplog
                timeout connect 1s
                timeout client {{Patience}}
                timeout server {{Patience}}
                timeout check 1s

            frontend front
                bind {{url.Authority}}
                use_backend unchecked if { nbsrv(clouds) eq 0 }
                default_backend clouds

            backend clouds
                option httpchk GET /health
                retries 3
                retry-on conn-failure
                option redispatch 1
                default-server check inter 1s fastinter 250ms fall 3 rise 2 observe layer4 error-limit 3 on-error mark-down
                server {{primary.Name}} {{primary.Url.Authority}}
            {{string.Concat(others.Select(cloud => $"    server {cloud.Name} {cloud.Url.Authority} backup rise {BackupRise}\n"))}}
            backend unchecked
                retries 0
                server {{primary.Name}} {{primary.Url.Authority}}

            """;
    }
}
