using System.Net;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The Runtime API answered with an error, or not as its protocol has it.</summary>
public sealed class RuntimeApiException(string message, HttpStatusCode statusCode) : Exception(message)
{
    /// <summary>Status of the answer.</summary>
    public HttpStatusCode StatusCode => statusCode;
}
