namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>Unique to the invocation.</summary>
    public abstract string InvocationId { get; }

    /// <summary>Identifies the function; the same in every process.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The trace that the invocation is part of.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger knows about the invocation.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Where the invocation stands in its function's retry policy.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>Services of the invocation's own scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function that is invoked.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Data shared within the invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Features of the invocation by type.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>
    /// Cancelled when the invocation should stop: the HTTP client has gone, or the host stops and has waited for as long as it may.
    /// </summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}
