using System.Text;
using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds.Services;

/// <summary>
/// HAProxy as the one address of both clouds: it does what DNS failover does on real ones, within seconds. While neither is well it asks
/// the primary, as Route 53 answers with it. Requests under way stay where they are. It repeats nothing but GET and HEAD, and those only where no connection was made.
/// </summary>
public sealed class FrontServer : Server
{
    // Longer than the gateway waits for a function.
    private const string Patience = "35s";

    private readonly string _configuration;

    private FrontServer(string directory, Uri url) : base("front", directory, url.Port) =>
        _configuration = Path.GetFullPath(Path.Combine(directory, "front.cfg"));

    /// <inheritdoc/>
    protected override ChildProcessOptions Command =>
        new(InstalledProgram.OnPath("haproxy"), LogFile) { Arguments = ["-db", "-f", _configuration] };

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
        var text = new StringBuilder($$"""
            defaults
                mode http
                log stdout format raw daemon
                option httplog
                timeout connect 1s
                timeout client {{Patience}}
                timeout server {{Patience}}
                timeout check 1s
                default-server inter 1s fall 3 rise 2

            frontend front
                bind {{url.Authority}}
                use_backend unchecked if { nbsrv(reads) eq 0 }
                use_backend reads if METH_GET
                default_backend writes

            # METH_GET is GET and HEAD.
            backend reads
                option httpchk GET /health
                retries 1
                retry-on conn-failure

            """);
        AddServers("check");
        text.Append("\nbackend writes\n    retries 0\n");
        AddServers("track reads/");
        text.Append($"\nbackend unchecked\n    retries 0\n    server {clouds[0].Name} {clouds[0].Url.Authority}\n");
        return text.ToString();

        void AddServers(string check)
        {
            foreach (var (name, cloud) in clouds)
            {
                var state = check.EndsWith('/') ? check + name : check;
                var role = name == clouds[0].Name ? "" : " backup";
                text.Append($"    server {name} {cloud.Authority} {state}{role}\n");
            }
        }
    }
}
