using Amazon.Runtime;
using NvDemo.Core.Ports;

namespace NvDemo.Adapters;

/// <summary>A call of an AWS service: bounded in time, and with one exception for all that can keep the service from answering.</summary>
public static class AwsCall
{
    /// <summary>Runs a call.</summary>
    /// <param name="service">The service by the name that clients are shown.</param>
    /// <param name="credentials">Gives those of the call; <c>null</c> for those that the SDK finds by itself.</param>
    /// <param name="timeout">For credentials and call together, retries included.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DependencyUnavailableException">The service is out, too slow or refuses us.</exception>
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
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DependencyUnavailableException(service, e);
        }
    }
}
