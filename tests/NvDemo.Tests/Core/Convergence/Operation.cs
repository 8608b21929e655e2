using NvDemo.Core.Index;

namespace NvDemo.Tests.Core.Convergence;

/// <summary>Something that was done to the key in the bucket: its place in the bucket's order, and the event of it.</summary>
/// <param name="Order">The first operation is 0.</param>
/// <param name="Event">What the bucket reports.</param>
/// <param name="Own">What the service records; <c>null</c> when it was somebody else.</param>
public sealed record Operation(int Order, ObjectChange Event, ObjectChange? Own)
{
    /// <summary>The content that the key has after it; <c>null</c> when it has none.</summary>
    public string? Content => Event.ETag;
}
