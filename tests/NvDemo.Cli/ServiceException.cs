using System.Net;

namespace NvDemo.Cli;

/// <summary>The service refuses a request, or none of its clouds answers; the message says which and why.</summary>
/// <param name="message">Says which and why.</param>
/// <param name="status">The status of what is refused.</param>
internal sealed class ServiceException(string message, HttpStatusCode? status = null) : Exception(message)
{
    public HttpStatusCode? Status => status;
}
