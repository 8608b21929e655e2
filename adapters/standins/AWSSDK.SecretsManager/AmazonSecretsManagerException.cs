using System.Net;
using Amazon.Runtime;

namespace Amazon.SecretsManager;

/// <summary>An error that Secrets Manager answered.</summary>
public class AmazonSecretsManagerException : AmazonServiceException
{
    /// <summary>An error with a message only.</summary>
    public AmazonSecretsManagerException(string message)
        : base(message)
    {
    }

    /// <summary>An error as the service describes it.</summary>
    public AmazonSecretsManagerException(
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
