namespace NvDemo.Core.Http;

/// <summary>The body of a request can't be read to its end, through the client's doing or its connection's.</summary>
/// <param name="isTooSlow">Whether it did not arrive in time (408, RFC 9110, 15.5.9); else it is malformed or ends too soon (400).</param>
public sealed class UnreadableBodyException(bool isTooSlow, Exception? inner = null)
    : Exception(isTooSlow ? "The body of the request did not arrive in time." : "The body of the request is malformed, or ends too soon.", inner)
{
    /// <summary>Whether it did not arrive in time.</summary>
    public bool IsTooSlow { get; } = isTooSlow;
}
