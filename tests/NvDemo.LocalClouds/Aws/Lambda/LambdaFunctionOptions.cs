namespace NvDemo.LocalClouds.Aws.Lambda;

/// <summary>A Lambda function: the program that serves it and its limits.</summary>
/// <param name="Name">The function's name: letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">Its arguments, each passed as it is.</param>
/// <param name="Environment">Added to this process's environment; <c>null</c> removes a name.</param>
/// <param name="LogFile">Where the output of every instance goes.</param>
public sealed record LambdaFunctionOptions(
    string Name,
    string FileName,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string?> Environment,
    string LogFile)
{
    /// <summary>How long an instance may take to start, and for one invocation, before it is killed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(29);

    /// <summary>What the function is told of its memory, in MB; nothing is enforced.</summary>
    public int MemoryMB { get; init; } = 512;

    /// <summary>Its reserved concurrency: invocations at once, past which they are refused; <c>null</c> where none is reserved.</summary>
    public int? ReservedConcurrency { get; init; }

    /// <summary>Instances at once, as many as this machine bears; past that, invocations wait as for a cold start.</summary>
    public int MaxInstances { get; init; } = 5;

    /// <summary>Whether an instance is frozen (SIGSTOP) from its answer to its next invocation, as on AWS.</summary>
    public bool IsFrozenWhenIdle { get; init; }
}
