using System.Net;
using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>There is no such secret, or no such version of it.</summary>
public class ResourceNotFoundException : AmazonSecretsManagerException
{
    /// <summary>An error with a message only.</summary>
    public ResourceNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>An error as the service describes it.</summary>
    public ResourceNotFoundException(
        string message,
        Exception? innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
