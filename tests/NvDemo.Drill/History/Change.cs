namespace NvDemo.Drill.History;

/// <summary>
/// What a writer did to a file that nobody else changes, one change after the other. The n-th change of a key stores n bytes, so that the
/// size tells which it was.
/// </summary>
/// <param name="Size">Of what it stored; <c>null</c> for a delete.</param>
/// <param name="Cloud">Where it was sent.</param>
/// <param name="Invoked">When it was sent.</param>
/// <param name="Acknowledged">When its reply was there; <c>null</c> where that was an error or none: it is done, or not, or will be.</param>
/// <param name="IsExcused">Whether the cached lists may hide it until they have expired.</param>
/// <param name="MendedAt">
/// When Redis took writes again, where it had refused the one that tells of this change: until that is repeated, which it is at once, whoever
/// comes first finds what was there before.
/// </param>
internal sealed record Change(string Key, long? Size, string Cloud, DateTime Invoked, DateTime? Acknowledged, bool IsExcused = false, DateTime? MendedAt = null);
