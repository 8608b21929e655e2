using System.Diagnostics.CodeAnalysis;
using FunctionsHost.Protocol;

namespace FunctionsHost.App;

/// <summary>The functions of an app, in the alphabetical order of their names.</summary>
internal sealed class FunctionCatalog
{
    private readonly SortedDictionary<string, FunctionDefinition> _functions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the worker's descriptions.</summary>
    /// <exception cref="InvalidOperationException">One can't be used.</exception>
    public FunctionCatalog(FunctionApp app, IEnumerable<RpcFunctionMetadata> descriptions)
    {
        foreach (var description in descriptions)
        {
            if (!_functions.TryAdd(description.Name, FunctionDefinition.Of(description, app)))
                throw new InvalidOperationException($"There are two functions named '{description.Name}'.");
        }
    }

    /// <summary>The functions, in order.</summary>
    public IReadOnlyCollection<FunctionDefinition> Functions => _functions.Values;

    /// <summary>Finds a function by its name, whatever its case.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out FunctionDefinition? function) => _functions.TryGetValue(name, out function);
}
