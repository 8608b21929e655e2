using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>A function's method: makes its class, binds its parameters, awaits it.</summary>
internal sealed class FunctionMethod
{
    private readonly ObjectFactory? _instance;
    private readonly MethodInvoker _invoker;
    private readonly ReturnValue _return;
    private readonly Func<FunctionContext, object, object?>[] _arguments;

    /// <exception cref="InvalidOperationException">It has not exactly one trigger, or a parameter that nothing binds.</exception>
    public FunctionMethod(string name, MethodInfo method)
    {
        Definition = new ReflectedFunctionDefinition(name, method);
        var parameters = method.GetParameters();
        var triggers = parameters.Where(static parameter => TriggerOf(parameter) is not null).ToArray();
        if (triggers is not [var trigger])
            throw new InvalidOperationException($"The function '{name}' ({Definition.EntryPoint}) needs exactly one trigger parameter.");

        Trigger = TriggerOf(trigger)!;
        TriggerType = trigger.ParameterType;
        _arguments = [.. parameters.Select(parameter => parameter == trigger ? static (_, payload) => payload : Binding(parameter))];
        _return = new ReturnValue(method.ReturnType);
        _invoker = MethodInvoker.Create(method);
        _instance = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
    }

    public FunctionDefinition Definition { get; }

    public string Name => Definition.Name;

    /// <summary>The attribute of the trigger parameter.</summary>
    public Attribute Trigger { get; }

    /// <summary>The type of the trigger parameter.</summary>
    public Type TriggerType { get; }

    /// <summary>The type of the value that an invocation gives; <c>void</c> when it gives none.</summary>
    public Type ReturnType => _return.Type;

    /// <summary>Invokes the function with the trigger's payload, on a new instance of its class.</summary>
    public async Task<object?> InvokeAsync(FunctionContext context, object payload)
    {
        var arguments = new object?[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = _arguments[i](context, payload);
        var instance = _instance?.Invoke(context.InstanceServices, null);
        try
        {
            return await _return.AwaitAsync(_invoker.Invoke(instance, arguments.AsSpan()));
        }
        finally
        {
            if (instance is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else
                (instance as IDisposable)?.Dispose();
        }
    }

    private static Attribute? TriggerOf(ParameterInfo parameter) =>
        (Attribute?)parameter.GetCustomAttribute<HttpTriggerAttribute>()
        ?? (Attribute?)parameter.GetCustomAttribute<QueueTriggerAttribute>()
        ?? parameter.GetCustomAttribute<TimerTriggerAttribute>();

    private Func<FunctionContext, object, object?> Binding(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
            return static (context, _) => context;
        if (parameter.ParameterType == typeof(CancellationToken))
            return static (context, _) => context.CancellationToken;
        if (parameter is { ParameterType: var type, Name: { } name } && type == typeof(string))
            return (context, _) => context.BindingContext.BindingData.GetValueOrDefault(name)?.ToString();
        throw new InvalidOperationException(
            $"Nothing binds the parameter '{parameter.Name}' of the function '{Name}' ({Definition.EntryPoint}).");
    }
}
