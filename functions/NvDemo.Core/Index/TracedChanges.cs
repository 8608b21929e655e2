namespace NvDemo.Core.Index;

/// <summary>What became of changes that the bucket has reported.</summary>
/// <param name="Touched">The parts of the list that they changed: none if all was known.</param>
/// <param name="Origins">The trace contexts (W3C <c>traceparent</c>) of the requests of the service that made them, where those were traced.</param>
public sealed record TracedChanges(IReadOnlyList<ListRegion> Touched, IReadOnlyDictionary<ObjectChange, string> Origins);
