namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes a public method a function of the application.</summary>
/// <param name="name">Unique in the application.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    /// <summary>The function's name, which is also its route when its HTTP trigger sets none.</summary>
    public string Name { get; } = name;
}
