namespace NvDemo.Core.Storage;

/// <summary>What deleting many objects came to.</summary>
/// <param name="Deleted">
/// Those that are gone, with the store's ids of the requests, which the events of them name too; <c>null</c> where there is none.
/// </param>
/// <param name="Failed">Those that may still be there, and why.</param>
public sealed record BatchDeleteResult(
    IReadOnlyDictionary<ObjectKey, string?> Deleted, IReadOnlyDictionary<ObjectKey, DependencyException> Failed);
