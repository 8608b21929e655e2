namespace Microsoft.Azure.Functions.Worker;

/// <summary>A function of the application.</summary>
public abstract class FunctionDefinition
{
    /// <summary>Path of the assembly that has the function.</summary>
    public abstract string PathToAssembly { get; }

    /// <summary>Full name of the type and name of the method, with a dot between.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>Identifies the function; the same in every process.</summary>
    public abstract string Id { get; }

    /// <summary>The name given by <see cref="FunctionAttribute"/>.</summary>
    public abstract string Name { get; }
}
