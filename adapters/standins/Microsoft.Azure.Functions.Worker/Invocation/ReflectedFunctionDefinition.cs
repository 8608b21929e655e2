using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Invocation;

internal sealed class ReflectedFunctionDefinition(string name, MethodInfo method) : FunctionDefinition
{
    public override string PathToAssembly { get; } = method.DeclaringType!.Assembly.Location;

    public override string EntryPoint { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    public override string Id => Name;

    public override string Name { get; } = name;
}
