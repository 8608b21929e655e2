using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using NvDemo.LocalClouds.Aws.Lambda;

namespace NvDemo.LocalClouds.Aws.ApiGateway;

/// <summary>
/// The REQUEST authorizer: its identity source is the Authorization header, by which its answers are kept; the policy in an answer is
/// evaluated for each request.
/// </summary>
internal sealed partial class RequestAuthorizer(LambdaService lambda, RestApiGatewayOptions options, ProxyEvent events, ILogger logger)
    : IDisposable
{
    private const int CacheLimit = 10_000;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = CacheLimit });

    /// <summary>What the request is granted, or the gateway response that refuses it.</summary>
    public async ValueTask<(AuthorizerGrant? Grant, GatewayResponse? Refusal)> AuthorizeAsync(GatewayRequest request)
    {
        if (string.IsNullOrEmpty(request.Authorization))
            return (null, GatewayResponse.Unauthorized);
        if (!_cache.TryGetValue(request.Authorization, out AuthorizerGrant? grant))
        {
            (grant, var failure) = await AskAsync(request);
            if (failure is not null)
                return (null, failure);
            if (options.AuthorizerTimeToLive > TimeSpan.Zero)
            {
                _cache.Set(
                    request.Authorization,
                    grant,
                    new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = options.AuthorizerTimeToLive, Size = 1 });
            }
        }

        return grant!.Allows(options.MethodArn(request)) ? (grant, null) : (null, GatewayResponse.AccessDenied);
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private async Task<(AuthorizerGrant? Grant, GatewayResponse? Failure)> AskAsync(GatewayRequest request)
    {
        using var timeout = new CancellationTokenSource(options.IntegrationTimeout);
        try
        {
            var result = await lambda.InvokeAsync(options.AuthorizerFunction, events.ForAuthorizer(request), timeout.Token);
            if (!result.IsError)
                return (AuthorizerGrant.Parse(result.Payload), null);
            if (result.ErrorMessage == "Unauthorized")
                return (null, GatewayResponse.Unauthorized);
            LogFailure(request.RequestId, result.ErrorType!);
        }
        catch (FormatException exception)
        {
            LogFailure(request.RequestId, exception.Message);
        }
        catch (OperationCanceledException)
        {
            LogFailure(request.RequestId, "No answer in time.");
        }

        return (null, GatewayResponse.AuthorizerFailure);
    }

    [LoggerMessage(LogLevel.Error, "Request {RequestId}: the authorizer failed: {Reason}")]
    private partial void LogFailure(string requestId, string reason);
}
