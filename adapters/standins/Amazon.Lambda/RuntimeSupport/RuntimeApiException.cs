using System.Net;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The Runtime API answered with an error, or not as its protocol has it.</summary>
public sealed class RuntimeApiException(string message, HttpStatusCode statusCode) : Exception(message)
{
    /// <summary>Status of the answer.</summary>
    public HttpStatusCode StatusCode => statusCode;

    /// <summary>The request was refused (4xx): this invocation is lost, the next may go well.</summary>
    internal bool IsRefusal => (int)statusCode is >= 400 and < 500;
}
