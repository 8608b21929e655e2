using System.Net;
using Amazon.Runtime;
using NvDemo.Core;

namespace NvDemo.Adapters.Aws;

/// <summary>
/// What an error of S3, SQS or Secrets Manager says of the service or of the setup: by its code where that tells more than its status.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html
/// </summary>
internal static class AwsErrors
{
    // They pass: a session is renewed, a conflicting operation ends, a body was cut off on its way, too much was asked for at once, a copy
    // failed after its status was sent.
    private static readonly HashSet<string> Passing =
    [
        "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired",
        "OperationAborted", "ConditionalRequestConflict",
        "RequestTimeout", "RequestTimeoutException", "IncompleteBody",
        "InternalError", "ServiceUnavailable", "SlowDown", "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "RequestLimitExceeded", "TooManyRequestsException", "BandwidthLimitExceeded",
    ];

    // With another status than 401, 403 or 404.
    private static readonly HashSet<string> Setup =
    [
        "ResourceNotFoundException", "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist", "InvalidAddress",
        "AccessDeniedException", "UnrecognizedClientException", "InvalidClientTokenId", "InvalidToken", "InvalidSignatureException",
        "IncompleteSignature", "MissingAuthenticationToken", "MissingAuthenticationTokenException", "NotAuthorized", "OptInRequired",
        "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "InvalidBucketName", "InvalidRegion", "RequestExpired",
        "DecryptionFailure", "InvalidRequestException",
    ];

    public static DependencyFailure Failure(AmazonServiceException error)
    {
        var code = error.ErrorCode ?? "";
        if (Passing.Contains(code))
            return DependencyFailure.OutOfReach;
        if (Setup.Contains(code) || code.StartsWith("KMS.", StringComparison.Ordinal))
            return DependencyFailure.Misconfigured;
        return error.StatusCode switch
        {
            0 or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => DependencyFailure.OutOfReach,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound => DependencyFailure.Misconfigured,
            // Another region's.
            HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect => DependencyFailure.Misconfigured,
            _ => DependencyFailure.Unexpected,
        };
    }
}
