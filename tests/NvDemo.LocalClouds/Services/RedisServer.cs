using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds.Services;

/// <summary>Redis as a cache has it: nothing is written to disk, so that it starts again empty.</summary>
public sealed class RedisServer : Server
{
    private RedisServer(string directory) : base("redis", directory)
    {
    }

    /// <summary><c>host:port</c>, as <c>Nv__Redis</c> has it.</summary>
    public string Endpoint => $"127.0.0.1:{Port}";

    /// <inheritdoc/>
    protected override ChildProcessOptions Command => new(InstalledProgram.OnPath("redis-server"), LogFile)
    {
        Arguments = ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    };

    /// <summary>Starts a new, empty one; returns when it answers.</summary>
    /// <param name="directory">For the log.</param>
    public static Task<RedisServer> StartAsync(string directory) => StartedAsync(new RedisServer(directory));
}
