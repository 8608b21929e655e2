using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>A function: a method of a class that is made for each invocation.</summary>
internal sealed class Function : FunctionDefinition
{
    private readonly MethodInfo _method;
    private readonly ObjectFactory _factory;
    private readonly PropertyInfo? _result;

    private Function(MethodInfo method, FunctionAttribute attribute, Attribute trigger)
    {
        _method = method;
        _factory = ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        _result = method.ReturnType.IsGenericType ? method.ReturnType.GetProperty(nameof(Task<object>.Result)) : null;
        (Name, Trigger) = (attribute.Name, trigger);
    }

    public override string Name { get; }

    public override string Id => Name;

    /// <summary>The trigger's attribute.</summary>
    public Attribute Trigger { get; }

    /// <summary>The functions that an assembly declares.</summary>
    public static IReadOnlyList<Function> FindIn(Assembly assembly) =>
    [
        .. from method in assembly.GetTypes().SelectMany(type => type.GetMethods())
           let attribute = method.GetCustomAttribute<FunctionAttribute>()
           where attribute is not null
           select new Function(method, attribute, TriggerOf(method)),
    ];

    /// <summary>Invokes the function in the scope of its context and gives what it returned.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="bind">The value of a parameter that is not the context or its cancellation token.</param>
    public async Task<object?> InvokeAsync(FunctionContext context, Func<ParameterInfo, object?> bind)
    {
        var instance = _factory(context.InstanceServices, null);
        object?[] arguments =
        [
            .. _method.GetParameters().Select(parameter =>
                parameter.ParameterType == typeof(FunctionContext) ? context
                : parameter.ParameterType == typeof(CancellationToken) ? context.CancellationToken
                : bind(parameter)),
        ];
        try
        {
            var returned = (Task)_method.Invoke(instance, arguments)!;
            await returned;
            return _result?.GetValue(returned);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    private static Attribute TriggerOf(MethodInfo method)
    {
        if (!method.ReturnType.IsAssignableTo(typeof(Task)))
            throw new NotSupportedException($"{method.DeclaringType}.{method.Name} does not return a Task.");
        return method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes())
            .SingleOrDefault(attribute => attribute is HttpTriggerAttribute or QueueTriggerAttribute)
            ?? throw new NotSupportedException($"{method.DeclaringType}.{method.Name} has no HTTP or queue trigger.");
    }
}
