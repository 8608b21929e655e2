namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger knows about an invocation beside its payload.</summary>
public abstract class BindingContext
{
    /// <summary>
    /// Route values of an HTTP trigger; metadata of a queue message, where what is not a string is JSON text, as the host sends it.
    /// Names are compared without case.
    /// </summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
