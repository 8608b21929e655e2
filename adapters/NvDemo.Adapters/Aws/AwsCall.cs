using Amazon.Runtime;
using NvDemo.Core;

namespace NvDemo.Adapters.Aws;

/// <summary>A call of an AWS service: bounded in time, and with one exception for all that can keep the service from answering.</summary>
public static class AwsCall
{
    /// <param name="service">The service by the name that clients are shown.</param>
    /// <param name="credentials">Gives those of the call; <c>null</c> for those that the SDK finds by itself.</param>
    /// <param name="timeout">For credentials and call together, retries included.</param>
    /// <param name="call">The call. Errors of the service that have a meaning of their own it must handle by itself.</param>
    /// <exception cref="DependencyException">The service is out of reach, too slow, refuses us, or answers with another error.</exception>
    public static async Task<T> RunAsync<T>(
        string service, Func<AWSCredentials?> credentials, TimeSpan timeout, Func<CancellationToken, Task<T>> call,
        CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        try
        {
            // The SDK would wait for credentials that must be fetched, or renewed, however long that takes.
            if (credentials() is { } found)
                await found.GetCredentialsAsync().WaitAsync(deadline.Token);
            return await call(deadline.Token);
        }
        catch (AmazonServiceException e)
        {
            throw new DependencyException(service, AwsErrors.Failure(e), e);
        }
        catch (Exception e) when (e is AmazonClientException or HttpRequestException or IOException or TimeoutException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DependencyException(service, DependencyFailure.OutOfReach, e);
        }
    }
}
