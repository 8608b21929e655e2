namespace NvDemo.Core.Http;

/// <summary>What conditions are compared with (RFC 9110, 8.8).</summary>
/// <param name="ETag">The entity tag, quoted.</param>
/// <param name="LastModified">To the second; <c>null</c> where none is known: no condition on it counts then.</param>
public sealed record Validators(string ETag, DateTimeOffset? LastModified);
