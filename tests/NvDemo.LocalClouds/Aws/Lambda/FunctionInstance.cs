using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds.Aws.Lambda;

/// <summary>A process that serves a function, one invocation at a time. Its state is guarded by its pool's lock.</summary>
internal sealed class FunctionInstance(string id, ChildProcess process)
{
    private readonly TaskCompletionSource<bool> _initialized = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The name under which the process calls the Runtime API.</summary>
    public string Id => id;

    /// <summary>The process.</summary>
    public ChildProcess Process => process;

    /// <summary>Completes with <c>true</c> when the process asks for its first invocation, <c>false</c> when it ended before.</summary>
    public Task<bool> Initialized => _initialized.Task;

    /// <summary>The runtime's open question for work, while it is idle.</summary>
    public TaskCompletionSource<Invocation>? Next { get; set; }

    /// <summary>The invocation that it is busy with.</summary>
    public Invocation? Current { get; set; }

    /// <summary>Why it could not start, if it said so or took too long.</summary>
    public LambdaResult? InitError { get; set; }

    /// <summary>Whether it took too long and was killed for it.</summary>
    public bool TimedOut { get; set; }

    /// <summary>Whether it gets no more work.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Ends the process when it takes too long.</summary>
    public required Timer Watchdog { get; init; }

    /// <summary>Settles <see cref="Initialized"/>; only the first call counts.</summary>
    public bool Initialize(bool succeeded) => _initialized.TrySetResult(succeeded);
}
