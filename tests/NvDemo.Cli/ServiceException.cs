using System.Net;

namespace NvDemo.Cli;

/// <summary>The service refuses a request, or none of its clouds answers; the message says which and why.</summary>
/// <param name="message">Says which and why.</param>
/// <param name="status">The status of what is refused.</param>
/// <param name="isRepeated">Whether it was sent before, without an answer: what is refused may have been done.</param>
internal sealed class ServiceException(string message, HttpStatusCode? status = null, bool isRepeated = false) : Exception(message)
{
    public HttpStatusCode? Status => status;

    /// <summary>Whether it may have been done by the same request, whose answer was lost.</summary>
    public bool MayBeDone => isRepeated && status is (HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed);
}
