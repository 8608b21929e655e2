using System.Diagnostics;

namespace NvDemo.Core;

/// <summary>
/// The spans of the service, named by OpenTelemetry's semantic conventions: docs/tracing.md. Hosts listen to the source; where none does,
/// nothing is made.
/// </summary>
public static class ServiceTraces
{
    /// <summary>The name of the <see cref="ActivitySource"/>.</summary>
    public const string SourceName = "NvDemo";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>The trace context (W3C <c>traceparent</c>) of what goes on, if that is recorded.</summary>
    public static string? TraceParent => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>
    /// Begins what the platform has called the service for. It is no child of the platform's own spans: those are exported by the platform,
    /// or by nobody.
    /// </summary>
    /// <param name="name">The name of the span.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="parent">Who called; default for a new trace.</param>
    /// <returns>The span; <c>null</c> where nobody listens.</returns>
    public static Activity? StartEntry(string name, ActivityKind kind, ActivityContext parent = default)
    {
        if (!IsOn)
            return null;
        Activity.Current = null;
        return Source.StartActivity(name, kind, parent);
    }

    /// <summary>Begins what a timer has set off: a new trace.</summary>
    /// <returns>The span; <c>null</c> where nobody listens.</returns>
    public static Activity? StartTimer(string name) => StartEntry(name, ActivityKind.Internal)?.SetTag("faas.trigger", "timer");

    /// <summary>Records something that is over already.</summary>
    /// <param name="link">What it was done along with.</param>
    public static void AddPast(
        string name, ActivityKind kind, ActivityContext parent, ActivityContext? link, DateTimeOffset started, Action<Activity> describe)
    {
        var around = Activity.Current;
        Activity.Current = null;
        try
        {
            using var span = Source.StartActivity(
                kind, parent, links: link is { } context ? [new ActivityLink(context)] : null, startTime: started, name: name);
            if (span is { IsAllDataRequested: true })
                describe(span);
        }
        finally
        {
            Activity.Current = around;
        }
    }

    /// <summary>Begins a call of another service.</summary>
    /// <returns>The span; <c>null</c> where what calls is not recorded.</returns>
    public static Activity? StartCall(string name, ActivityKind kind = ActivityKind.Client) =>
        Activity.Current is { Recorded: true } && IsOn ? Source.StartActivity(name, kind) : null;

    /// <summary>Says that it failed, by the kind of failure alone: messages may name hosts.</summary>
    /// <param name="type"><c>error.type</c>: a status, a code of the service's, or the exception's type.</param>
    public static void Fail(this Activity span, string type) => span.SetTag("error.type", type).SetStatus(ActivityStatusCode.Error);

    /// <inheritdoc cref="Fail(Activity, string)"/>
    public static void Fail(this Activity span, Exception exception) => span.Fail(exception.GetType().FullName!);

    /// <summary>A trace context as it is sent (https://www.w3.org/TR/trace-context/); default where it is missing or invalid.</summary>
    public static ActivityContext Parse(string? traceParent, string? traceState) =>
        ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var context) ? context : default;
}
