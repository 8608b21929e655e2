namespace Amazon.Lambda.RuntimeSupport;

/// <summary>An event and its headers, as <c>invocation/next</c> delivers them.</summary>
internal sealed record Invocation(string RequestId, DateTimeOffset Deadline, string FunctionArn, string TraceId, MemoryStream Event);
