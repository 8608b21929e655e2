namespace NvDemo.Core.Storage;

/// <summary>The newest version of an object that the bucket keeps.</summary>
/// <param name="Id">The store's id of it.</param>
/// <param name="IsCurrent">Whether it is what is there, and has not been deleted.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="ETag">Its entity tag, quoted.</param>
public sealed record KeptVersion(string Id, bool IsCurrent, long Size, string ETag);
