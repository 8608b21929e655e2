namespace NvDemo.Drill.History;

/// <summary>When something was broken.</summary>
/// <param name="Began">From when on it may be.</param>
/// <param name="Mending">When it began to be mended.</param>
/// <param name="Ended">From when on it is whole again.</param>
internal sealed record Fault(DateTime Began, DateTime Mending, DateTime Ended);
