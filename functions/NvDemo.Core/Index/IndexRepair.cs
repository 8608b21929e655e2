using NvDemo.Core.Storage;

namespace NvDemo.Core.Index;

/// <summary>A key to bring in line with the bucket.</summary>
/// <param name="Found">The object as the bucket has it; <c>null</c> when it has none.</param>
/// <param name="Version">The version of the entry that was found wrong; <c>null</c> when there was no entry.</param>
public sealed record IndexRepair(ObjectKey Key, ListedObject? Found, long? Version);
