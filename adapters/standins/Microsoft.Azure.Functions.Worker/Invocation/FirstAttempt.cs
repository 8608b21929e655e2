namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>No function here has a retry policy.</summary>
internal sealed class FirstAttempt : RetryContext
{
    public static readonly FirstAttempt Instance = new();

    public override int RetryCount => 0;

    public override int MaxRetryCount => 0;
}
