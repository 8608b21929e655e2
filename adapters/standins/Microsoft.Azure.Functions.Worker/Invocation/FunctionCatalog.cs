using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>The functions of an assembly.</summary>
internal static class FunctionCatalog
{
    /// <summary>The functions in the order of their names, which is the order in which the host tries their routes.</summary>
    /// <exception cref="InvalidOperationException">Two functions have one name, or a function can't be bound.</exception>
    public static FunctionMethod[] Of(Assembly assembly)
    {
        var functions = assembly.GetTypes()
            .Where(static type => type is { IsClass: true, IsPublic: true } or { IsClass: true, IsNestedPublic: true })
            .SelectMany(static type => type.GetMethods(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(static method => (Method: method, Attribute: method.GetCustomAttribute<FunctionAttribute>()))
            .Where(static found => found.Attribute is not null)
            .Select(static found => new FunctionMethod(found.Attribute!.Name, found.Method))
            .OrderBy(static function => function.Name, StringComparer.OrdinalIgnoreCase)
            .ToArray();

        for (var i = 1; i < functions.Length; i++)
        {
            if (string.Equals(functions[i - 1].Name, functions[i].Name, StringComparison.OrdinalIgnoreCase))
                throw new InvalidOperationException($"Two functions are named '{functions[i].Name}'.");
        }

        return functions;
    }
}
