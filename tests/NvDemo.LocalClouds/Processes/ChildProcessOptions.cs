namespace NvDemo.LocalClouds.Processes;

/// <summary>What to start and how.</summary>
public sealed record ChildProcessOptions(string FileName, string LogFile)
{
    /// <summary>The arguments, each passed as it is.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Added to this process's environment; <c>null</c> removes a name.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The working directory; the temporary directory by default.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The account to run as when this process runs as root; ignored otherwise.</summary>
    public string? User { get; init; }

    /// <summary>What asks the program to end.</summary>
    public StopSignal StopSignal { get; init; } = StopSignal.Terminate;

    /// <summary>How long it may take to end, before it is ended.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
