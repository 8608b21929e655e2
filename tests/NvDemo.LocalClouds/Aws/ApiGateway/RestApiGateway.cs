using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using NvDemo.Core.Http.Middleware;
using NvDemo.LocalClouds.Aws.Lambda;

namespace NvDemo.LocalClouds.Aws.ApiGateway;

/// <summary>
/// A regional REST API with a custom domain, on a port of 127.0.0.1: every resource (<see cref="GatewayResources"/>) and method
/// is a Lambda proxy integration (event version 1.0, all media types binary) behind a REQUEST authorizer; some resources, and
/// <c>OPTIONS</c>, are open.
/// </summary>
public sealed partial class RestApiGateway : IAsyncDisposable
{
    private readonly LambdaService _lambda;
    private readonly RestApiGatewayOptions _options;
    private readonly ILogger _logger;
    private readonly ProxyEvent _events;
    private readonly RequestAuthorizer _authorizer;
    private LoopbackServer? _server;
    private int _underWay;

    /// <summary>Describes the API; nothing listens yet.</summary>
    public RestApiGateway(LambdaService lambda, RestApiGatewayOptions options, ILogger<RestApiGateway> logger)
    {
        _lambda = lambda;
        _options = options;
        _logger = logger;
        _events = new ProxyEvent(options);
        _authorizer = new RequestAuthorizer(lambda, options, _events, logger);
    }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task StartAsync() =>
        _server = await LoopbackServer.StartAsync(_options.Port, HandleAsync, _logger, RequestHeadReader.Use);

    /// <summary>Lets requests under way end (ten seconds at most) and stops.</summary>
    public async Task StopAsync()
    {
        if (_server is { } server)
            await server.DisposeAsync();
        _authorizer.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var reader = context.Features.GetRequiredFeature<RequestHeadReader>();
        var request = new GatewayRequest(context, reader.Head!);
        try
        {
            if (Interlocked.Increment(ref _underWay) > _options.BurstLimit)
            {
                await RefuseUnreadAsync(context, request, GatewayResponse.Throttled);
                return;
            }

            if (await RequestBody.ReadAsync(context.Request, _options.BodyLimit, context.RequestAborted) is not { } body)
            {
                await RefuseUnreadAsync(context, request, GatewayResponse.RequestTooLarge);
                return;
            }

            reader.NextRequest();
            await AnswerAsync(context, request, body);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task AnswerAsync(HttpContext context, GatewayRequest request, ReadOnlyMemory<byte> body)
    {
        AuthorizerGrant? grant = null;
        if (request.NeedsAuthorizer)
        {
            (grant, var refusal) = await _authorizer.AuthorizeAsync(request);
            if (refusal is not null)
            {
                await RefuseAsync(context, request, refusal);
                return;
            }
        }

        var (reply, failure) = await IntegrateAsync(request, _events.ForIntegration(request, grant, body.Span));
        await (failure is null ? reply!.WriteAsync(context, request) : RefuseAsync(context, request, failure));
    }

    private async Task<(ProxyReply? Reply, GatewayResponse? Failure)> IntegrateAsync(GatewayRequest request, ReadOnlyMemory<byte> payload)
    {
        using var timeout = new CancellationTokenSource(_options.IntegrationTimeout);
        try
        {
            var result = await _lambda.InvokeAsync(request.IsHealth ? _options.HealthFunction : _options.IntegrationFunction, payload, timeout.Token);
            if (!result.IsError)
                return (ProxyReply.Parse(result.Payload.Span), null);
            if (result.ErrorType == LambdaResult.RequestTooLarge)
                return (null, GatewayResponse.EventTooLarge);
            LogFailure(request.RequestId, result.ErrorType!);
            return (null, timeout.IsCancellationRequested ? GatewayResponse.IntegrationTimeout : GatewayResponse.IntegrationFailure);
        }
        catch (FormatException exception)
        {
            LogFailure(request.RequestId, exception.Message);
            return (null, GatewayResponse.IntegrationFailure);
        }
        catch (OperationCanceledException)
        {
            LogFailure(request.RequestId, "No answer in time.");
            return (null, GatewayResponse.IntegrationTimeout);
        }
    }

    // The connection ends with the answer: what is left of the body is no request.
    private async Task RefuseUnreadAsync(HttpContext context, GatewayRequest request, GatewayResponse response)
    {
        context.Response.Headers.Connection = "close";
        await RefuseAsync(context, request, response);
        await context.Response.CompleteAsync();
    }

    // Gateway responses evaluate no list: one origin is a constant of the API, of several they give back the request's own.
    private Task RefuseAsync(HttpContext context, GatewayRequest request, GatewayResponse response)
    {
        if (_options.CorsOrigins is { Count: > 0 } origins)
        {
            var headers = context.Response.Headers;
            headers.AccessControlAllowOrigin = origins is [var only] ? only : request.Headers["Origin"];
            headers.AccessControlExposeHeaders = Cors.ExposedHeaders;
            headers.Vary = "Origin";
        }

        return response.WriteAsync(context, request);
    }

    [LoggerMessage(LogLevel.Error, "Request {RequestId}: the function failed: {Reason}")]
    private partial void LogFailure(string requestId, string reason);
}
