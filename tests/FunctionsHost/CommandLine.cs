using System.Globalization;
using System.Net;

namespace FunctionsHost;

/// <summary>What the command line says.</summary>
internal sealed record CommandLine
{
    /// <summary>How it is used.</summary>
    public const string Usage = """
        usage: FunctionsHost [APP] [OPTION VALUE]...

          APP                   the folder that 'dotnet build' or 'dotnet publish' of an isolated-worker app wrote (default: the current one)
          --address ADDRESS     where HTTP functions answer (default: 127.0.0.1)
          --port PORT           (default: Host.LocalHttpPort of local.settings.json, else 7071)
          --secrets FOLDER      keys, in the files of AzureWebJobsSecretStorageType=files
          --state FOLDER        remembers timers, so that a run missed while the host was down is made up for (default: they are not)
          --request-limit TIME  until an HTTP request must have been answered, as Azure's load balancer has it (default: 00:03:50)
          --queue-lease TIME    for how long a message is hidden from others at once (default: 00:10:00, which the real host has fixed)
        """;

    /// <summary>The port that Core Tools take too.</summary>
    public const int DefaultPort = 7071;

    /// <summary>The app's folder.</summary>
    public string App { get; private init; } = ".";

    /// <summary>The address of the HTTP server.</summary>
    public IPAddress Address { get; private init; } = IPAddress.Loopback;

    /// <summary>The port of the HTTP server, 0 for a free one; <c>null</c> where the command line has none.</summary>
    public int? Port { get; private init; }

    /// <summary>The folder with keys.</summary>
    public string? Secrets { get; private init; }

    /// <summary>The folder for what outlives this process.</summary>
    public string? State { get; private init; }

    /// <summary>How long an HTTP request may take until its reply begins.</summary>
    public TimeSpan RequestLimit { get; private init; } = TimeSpan.FromSeconds(230);

    /// <summary>For how long a message that was fetched is hidden, until that is prolonged.</summary>
    public TimeSpan QueueLease { get; private init; } = TimeSpan.FromMinutes(10);

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">It is wrong; the message says how.</exception>
    public static CommandLine Parse(string[] arguments) => arguments switch
    {
        [] => new(),
        [.. var rest, "--address", var address] => Parse(rest) with { Address = AddressOf(address) },
        [.. var rest, "--port", var port] => Parse(rest) with { Port = PortOf(port) },
        [.. var rest, "--secrets", var folder] => Parse(rest) with { Secrets = ExistingFolder(folder) },
        [.. var rest, "--state", var folder] => Parse(rest) with { State = Path.GetFullPath(folder) },
        [.. var rest, "--request-limit", var time] => Parse(rest) with { RequestLimit = Time("--request-limit", time) },
        [.. var rest, "--queue-lease", var time] => Parse(rest) with { QueueLease = Time("--queue-lease", time) },
        [var folder] when !folder.StartsWith('-') => new() { App = ExistingFolder(folder) },
        _ => throw new ArgumentException($"Unknown or incomplete: {arguments[^1]}"),
    };

    private static IPAddress AddressOf(string text) =>
        IPAddress.TryParse(text, out var address) ? address : throw new ArgumentException($"--address: not an IP address: {text}");

    private static int PortOf(string text) =>
        ushort.TryParse(text, CultureInfo.InvariantCulture, out var port) ? port : throw new ArgumentException($"--port: not a port: {text}");

    private static string ExistingFolder(string path) =>
        Directory.Exists(path) ? Path.GetFullPath(path) : throw new ArgumentException($"There is no folder {path}");

    private static TimeSpan Time(string option, string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.FromSeconds(1)
            ? time
            : throw new ArgumentException($"{option}: not a time of at least a second, such as 00:00:30: {text}");
}
