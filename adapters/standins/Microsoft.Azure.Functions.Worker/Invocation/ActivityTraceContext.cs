using System.Diagnostics;

namespace Microsoft.Azure.Functions.Worker.Invocation;

internal sealed class ActivityTraceContext(Activity? activity) : TraceContext
{
    public override string TraceParent => activity?.Id ?? "";

    public override string TraceState => activity?.TraceStateString ?? "";
}
