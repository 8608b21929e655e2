using System.Net;
using Amazon.Runtime;
using NvDemo.Adapters.Aws;
using NvDemo.Core;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>What the documented errors of AWS say of the service: whether it passes, has to be set right, or is not known.</summary>
public sealed class AwsCallTests
{
    [Theory]
    [InlineData("SlowDown", 503, DependencyFailure.OutOfReach)]
    [InlineData("InternalError", 500, DependencyFailure.OutOfReach)]
    [InlineData("RequestTimeout", 400, DependencyFailure.OutOfReach)]
    [InlineData("ThrottlingException", 400, DependencyFailure.OutOfReach)]
    [InlineData("ExpiredToken", 400, DependencyFailure.OutOfReach)]
    [InlineData("ConditionalRequestConflict", 409, DependencyFailure.OutOfReach)]
    [InlineData("", 0, DependencyFailure.OutOfReach)]
    [InlineData("AccessDenied", 403, DependencyFailure.Misconfigured)]
    [InlineData("AccessDeniedException", 400, DependencyFailure.Misconfigured)]
    [InlineData("InvalidAccessKeyId", 403, DependencyFailure.Misconfigured)]
    [InlineData("RequestTimeTooSkewed", 403, DependencyFailure.Misconfigured)]
    [InlineData("NoSuchBucket", 404, DependencyFailure.Misconfigured)]
    [InlineData("PermanentRedirect", 301, DependencyFailure.Misconfigured)]
    [InlineData("AuthorizationHeaderMalformed", 400, DependencyFailure.Misconfigured)]
    [InlineData("ResourceNotFoundException", 400, DependencyFailure.Misconfigured)]
    [InlineData("AWS.SimpleQueueService.NonExistentQueue", 400, DependencyFailure.Misconfigured)]
    [InlineData("KMS.DisabledException", 400, DependencyFailure.Misconfigured)]
    [InlineData("MalformedXML", 400, DependencyFailure.Unexpected)]
    [InlineData("SomethingNew", 418, DependencyFailure.Unexpected)]
    public Task An_error_is_one_of_three_kinds(string code, int status, DependencyFailure failure) =>
        Failing.WithAsync(failure, () => AwsCall.RunAsync<int>(
            "S3",
            () => null,
            TimeSpan.FromSeconds(5),
            _ => throw new AmazonServiceException("refused", null, ErrorType.Unknown, code, "request", (HttpStatusCode)status),
            CancellationToken.None));
}
