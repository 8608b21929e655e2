using System.Globalization;

namespace NvDemo.LocalClouds.Traces;

/// <summary>One trace as text: each span below what called it, with when it began and how long it took.</summary>
public static class TraceTree
{
    private const string RequestId = "http.response.header.x-request-id";

    // What tells most, in this order; the rest is for the viewer.
    private static readonly string[] Shown = ["http.response.status_code", "url.path", "aws.s3.key", "error.type"];

    /// <summary>The lines of the trace that a request belongs to; none where no span has that id.</summary>
    public static IReadOnlyList<string> Of(string requestId, IReadOnlyCollection<RecordedSpan> spans)
    {
        if (spans.FirstOrDefault(span => span[RequestId] == requestId) is not { } request)
            return [];
        List<RecordedSpan> trace = [.. spans.Where(span => span.TraceId == request.TraceId).OrderBy(span => span.Start)];
        var known = trace.Select(span => span.SpanId).ToHashSet();
        var lines = new List<string> { $"trace {request.TraceId}" };
        foreach (var root in trace.Where(span => !known.Contains(span.ParentId)))
            Add(lines, root, depth: 0, trace);
        return lines;
    }

    private static void Add(List<string> lines, RecordedSpan span, int depth, List<RecordedSpan> trace)
    {
        var name = $"{new string(' ', 2 * depth)}{span.Name}";
        var said = string.Join(' ', Shown.Select(attribute => span[attribute]).Where(value => value is not null));
        lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{Milliseconds(span.Start - trace[0].Start),9:0.0} ms {Milliseconds(span.End - span.Start),8:0.0} ms  {(span.IsError ? '!' : ' ')} {name,-40} {span.Service,-20} {said}")
            .TrimEnd());
        foreach (var child in trace.Where(other => other.ParentId == span.SpanId))
            Add(lines, child, depth + 1, trace);
    }

    private static double Milliseconds(ulong nanoseconds) => nanoseconds / 1e6;
}
