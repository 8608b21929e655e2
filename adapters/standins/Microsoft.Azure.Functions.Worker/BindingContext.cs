namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger tells beside its message.</summary>
public abstract class BindingContext
{
    /// <summary>Values by name, such as a queue message's <c>Id</c> and <c>DequeueCount</c>.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
