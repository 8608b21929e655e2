namespace NvDemo.Core.Storage;

/// <summary>What storing an object came to.</summary>
/// <param name="ETag">The entity tag, quoted.</param>
/// <param name="RequestId">The store's id of the request, which the event of it names too; <c>null</c> where it has none.</param>
public sealed record PutResult(string ETag, string? RequestId);
