using System.Collections.Concurrent;
using System.Diagnostics;
using NvDemo.Core;

namespace NvDemo.Tests.Services;

/// <summary>Records the spans of one trace in this process, and of those that begin without a parent where that is asked for.</summary>
internal sealed class ListenedTrace : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public ListenedTrace(bool withNewOnes = false)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ServiceTraces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent == default ? Sampled(withNewOnes) : Sampled(options.Parent.TraceId == Parent.TraceId || (withNewOnes && IsKnown(options.Parent))),
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The caller's span.</summary>
    public ActivityContext Parent { get; } = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    public string TraceParent => $"00-{Parent.TraceId}-{Parent.SpanId}-01";

    /// <summary>Those that have ended.</summary>
    public IReadOnlyCollection<Activity> Spans => _spans;

    /// <summary>Begins a span of the trace, which lasts until it is disposed.</summary>
    public Activity Start() => ServiceTraces.StartEntry("test", ActivityKind.Server, Parent)!;

    public void Dispose() => _listener.Dispose();

    private static ActivitySamplingResult Sampled(bool isRecorded) =>
        isRecorded ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None;

    private static bool IsKnown(ActivityContext parent) => (parent.TraceFlags & ActivityTraceFlags.Recorded) != 0;
}
