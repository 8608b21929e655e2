namespace Microsoft.Azure.Functions.Worker;

/// <summary>An invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>The invocation's id, unique.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The function's id.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The function.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>What the trigger tells beside its message.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>The services of the invocation's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>Whatever the invocation's parts have to tell each other.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Cancelled when the host stops or the HTTP client leaves.</summary>
    public virtual CancellationToken CancellationToken => default;
}
