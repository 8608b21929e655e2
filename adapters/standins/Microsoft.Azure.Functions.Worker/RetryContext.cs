namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where an invocation stands in its function's retry policy. Dequeues of a queue message are not retries.</summary>
public abstract class RetryContext
{
    /// <summary>Retries before this one.</summary>
    public abstract int RetryCount { get; }

    /// <summary>Retries that the policy allows.</summary>
    public abstract int MaxRetryCount { get; }
}
