using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>What a function's method returns, awaited: a value, a task, or a task of a value.</summary>
internal sealed class ReturnValue
{
    private static readonly MethodInfo OfTaskMethod =
        typeof(ReturnValue).GetMethod(nameof(OfTask), BindingFlags.Static | BindingFlags.NonPublic)!;

    private readonly Func<object?, Task<object?>> _await;

    public ReturnValue(Type type)
    {
        if (type == typeof(Task))
        {
            Type = typeof(void);
            _await = static async task =>
            {
                await (Task)task!;
                return null;
            };
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
        {
            Type = type.GetGenericArguments()[0];
            _await = OfTaskMethod.MakeGenericMethod(Type).CreateDelegate<Func<object?, Task<object?>>>();
        }
        else
        {
            Type = type;
            _await = Task.FromResult;
        }
    }

    /// <summary>The type of the value; <c>void</c> when there is none.</summary>
    public Type Type { get; }

    public Task<object?> AwaitAsync(object? returned) => _await(returned);

    private static async Task<object?> OfTask<T>(object? task) => await (Task<T>)task!;
}
