namespace Microsoft.Azure.Functions.Worker;

/// <summary>A function as it is declared.</summary>
public abstract class FunctionDefinition
{
    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>Its id.</summary>
    public abstract string Id { get; }
}
