using System.Diagnostics;
using FunctionsHost.App;
using FunctionsHost.Protocol;

namespace FunctionsHost.Workers;

/// <summary>One run of a function: which, with what data.</summary>
/// <param name="Function">The function.</param>
/// <param name="Data">The trigger's data.</param>
internal sealed record Invocation(FunctionDefinition Function, TypedData Data)
{
    /// <summary>The id by which host and worker know it.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>The trigger's metadata, which binding expressions and <c>BindingContext.BindingData</c> see.</summary>
    public IReadOnlyDictionary<string, TypedData> Metadata { get; init; } = new Dictionary<string, TypedData>();

    /// <summary>The message to the worker, in the trace of the current activity or one of its own.</summary>
    public InvocationRequest ToRequest(string functionId)
    {
        var request = new InvocationRequest
        {
            InvocationId = Id,
            FunctionId = functionId,
            InputData = { new ParameterBinding { Name = Function.TriggerName, Data = Data } },
            TraceContext = TraceContext(),
        };
        foreach (var (name, value) in Metadata)
            request.TriggerMetadata.Add(name, value);
        return request;
    }

    private static RpcTraceContext TraceContext() => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } activity
        ? new RpcTraceContext { TraceParent = id, TraceState = activity.TraceStateString ?? "" }
        : new RpcTraceContext { TraceParent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00" };
}
