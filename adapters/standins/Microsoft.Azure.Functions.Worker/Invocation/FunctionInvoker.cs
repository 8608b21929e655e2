using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Invokes one function for which no HTTP client waits, each time in a scope and an activity of its own.</summary>
internal sealed class FunctionInvoker(FunctionMethod function, IServiceScopeFactory scopes)
{
    public string FunctionName => function.Name;

    public async Task InvokeAsync(
        object payload, IReadOnlyDictionary<string, object?> bindingData, CancellationToken cancellationToken)
    {
        using var activity = new Activity(function.Name).Start();
        await using var scope = scopes.CreateAsyncScope();
        var context = new InvocationContext(function.Definition, scope.ServiceProvider, bindingData, cancellationToken);
        await function.InvokeAsync(context, payload);
    }
}
