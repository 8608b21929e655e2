namespace NvDemo.LocalClouds.Traces;

/// <summary>Which span of which trace.</summary>
public sealed record SpanId(string Trace, string Span);
