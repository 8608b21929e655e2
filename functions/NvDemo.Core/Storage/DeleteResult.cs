namespace NvDemo.Core.Storage;

/// <summary>What deleting an object came to.</summary>
/// <param name="RequestId">The store's id of the request, which the event of it names too; <c>null</c> where it has none.</param>
/// <param name="IsKept">Whether the bucket keeps versions, what was deleted among them.</param>
public sealed record DeleteResult(string? RequestId, bool IsKept);
