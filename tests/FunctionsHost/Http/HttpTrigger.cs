using System.Globalization;
using FunctionsHost.App;
using FunctionsHost.Protocol;
using FunctionsHost.Workers;
using Microsoft.AspNetCore.Http.Features;

namespace FunctionsHost.Http;

/// <summary>
/// Runs an HTTP function: the request goes to the worker's own HTTP server, where it has one, and an invocation of the same id over the
/// worker's channel.
/// </summary>
internal sealed partial class HttpTrigger(
    FunctionApp app, CommandLine options, WorkerPool workers, WorkerForwarder forwarder, KeyRing keys, ILoggerFactory loggers)
{
    private const string InvocationIdHeader = "x-ms-invocation-id";
    private const long DefaultBodyLimit = 104_857_600;

    private readonly long _bodyLimit =
        long.TryParse(app.Setting("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"), CultureInfo.InvariantCulture, out var limit) ? limit : DefaultBodyLimit;

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext context, FunctionDefinition function)
    {
        if (!keys.MayCall(context.Request, function))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (function.IsDisabled && !keys.IsAdmin(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = _bodyLimit;
        try
        {
            await ReadKnownBodyAsync(context);
            await RunAsync(context, function);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: nobody is left to tell.
        }
        catch (Exception e)
        {
            LogFailed(loggers.CreateLogger($"Function.{function.Name}"), e.GetBaseException().Message);
            if (context.Response.HasStarted)
                context.Abort();
            else
                Fail(context, StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>
    /// As the real host does, whose reason is another: a body of known length is read whole before the worker is called.
    /// </summary>
    /// <exception cref="BadHttpRequestException">It is over the limit.</exception>
    private static async Task ReadKnownBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not > 0)
            return;
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        context.Request.Body = body;
    }

    private async Task RunAsync(HttpContext context, FunctionDefinition function)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        context.Response.RegisterForDispose(limit);
        limit.CancelAfter(options.RequestLimit);
        context.Response.OnStarting(() =>
        {
            limit.CancelAfter(Timeout.InfiniteTimeSpan);
            return Task.CompletedTask;
        });
        try
        {
            var worker = await workers.NextAsync(limit.Token);
            var invocation = new Invocation(function, new TypedData { Http = new RpcHttp() }) { Metadata = BindingData(context.Request) };
            if (worker.HttpUri is not { } uri)
            {
                await ChannelHttp.RunAsync(context, worker, invocation, limit.Token);
                return;
            }

            // Set, never left as a client may have sent it.
            context.Request.Headers[InvocationIdHeader] = invocation.Id;
            await BothAsync(
                stop => worker.InvokeAsync(invocation, stop), stop => forwarder.SendAsync(context, uri, stop), limit.Token);
        }
        catch (Exception) when (limit.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            // What Azure's load balancer does, in the way of its front ends.
            Fail(context, StatusCodes.Status504GatewayTimeout);
        }
    }

    /// <summary>What parameters other than the request are bound to: the query's values, and before them the route's.</summary>
    private static Dictionary<string, TypedData> BindingData(HttpRequest request)
    {
        var data = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Query)
            data[name] = new TypedData { String = value.ToString() };
        foreach (var (name, value) in request.RouteValues)
            data[name] = new TypedData { String = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "" };
        return data;
    }

    /// <summary>Waits for the function and for its reply. When one of them fails, the other is cancelled and not waited for.</summary>
    private static async Task BothAsync(
        Func<CancellationToken, Task> invokeAsync, Func<CancellationToken, Task> sendAsync, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reply = sendAsync(stop.Token);
        var function = invokeAsync(stop.Token);
        try
        {
            await await Task.WhenAny(function, reply).WaitAsync(cancellation);
            await function.WaitAsync(cancellation);
        }
        catch
        {
            await stop.CancelAsync();
            await reply.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await reply;
    }

    private static void Fail(HttpContext context, int status)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
    }

    [LoggerMessage(LogLevel.Error, "A request failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
