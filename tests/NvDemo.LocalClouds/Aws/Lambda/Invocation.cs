using System.Globalization;

namespace NvDemo.LocalClouds.Aws.Lambda;

/// <summary>One invocation, from the caller to the instance that serves it and back.</summary>
internal sealed class Invocation(ReadOnlyMemory<byte> payload, CancellationToken abandoned)
{
    private readonly TaskCompletionSource<LambdaResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The id that the runtime answers with.</summary>
    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>The event.</summary>
    public ReadOnlyMemory<byte> Payload => payload;

    /// <summary>When the instance must have answered; set as it is dispatched.</summary>
    public DateTimeOffset Deadline { get; set; }

    /// <summary>The deadline as the Runtime API has it.</summary>
    public string DeadlineMs => Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether nobody waits for the answer.</summary>
    public bool IsAbandoned => abandoned.IsCancellationRequested;

    /// <summary>The outcome.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up first. An instance that had begun goes on.</exception>
    public Task<LambdaResult> Result => _result.Task.WaitAsync(abandoned);

    /// <summary>Hands the outcome to the caller.</summary>
    public void Complete(LambdaResult result) => _result.TrySetResult(result);
}
