using System.Net;
using NvDemo.Core;

namespace NvDemo.Azure.SnsWebhook;

/// <summary>Requests to SNS: without credentials, without redirects, each with a limit of time and size.</summary>
/// <param name="http">From <see cref="CreateClient"/>.</param>
public sealed class SnsEndpoint(HttpClient http)
{
    internal const string Dependency = "Amazon SNS";

    private const int MaxBytes = 64 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>A client that keeps to the limits.</summary>
    /// <param name="handler">What sends the requests; by default a new one that follows no redirect.</param>
    public static HttpClient CreateClient(HttpMessageHandler? handler = null) =>
        new(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = Timeout,
            MaxResponseContentBufferSize = MaxBytes,
        };

    /// <summary>What SNS answers.</summary>
    /// <exception cref="RefusedMessageException">SNS has no such thing.</exception>
    /// <exception cref="DependencyException">SNS is out.</exception>
    public async Task<byte[]> GetAsync(Uri url, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync(url, cancellation);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => await response.Content.ReadAsByteArrayAsync(cancellation),
                HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                    throw new DependencyException(Dependency, DependencyFailure.OutOfReach),
                var status => throw new RefusedMessageException($"SNS answers {(int)status} to a URL in it"),
            };
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new RefusedMessageException("SNS answers too much to a URL in it", e);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DependencyException(Dependency, DependencyFailure.OutOfReach, e);
        }
    }
}
