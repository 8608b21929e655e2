namespace NvDemo.LocalClouds.Traces;

/// <summary>A span as it came by OTLP; ids in lower-case hex, as in a <c>traceparent</c>.</summary>
/// <param name="Service">The resource's <c>service.name</c>, and behind a slash its <c>faas.name</c> if it has one.</param>
/// <param name="ParentId">Empty without a parent.</param>
/// <param name="Kind"><c>server</c>, <c>client</c>, <c>producer</c>, <c>consumer</c> or <c>internal</c>.</param>
/// <param name="Start">When it began, nanoseconds since 1970.</param>
/// <param name="End">When it ended, likewise.</param>
/// <param name="Attributes">What it says; a list's values are joined by commas.</param>
/// <param name="Links">The spans that it is linked to, by their trace and their own ids.</param>
public sealed record RecordedSpan(
    string Service,
    string TraceId,
    string SpanId,
    string ParentId,
    string Name,
    string Kind,
    ulong Start,
    ulong End,
    bool IsError,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<SpanId> Links)
{
    /// <summary>An attribute's value; <c>null</c> without it.</summary>
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);
}
