using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NvDemo.LocalClouds.Aws.Lambda;

/// <summary>
/// The HTTP side of Lambda. Runtime API: <c>/{function}/{instance}/2018-06-01/runtime/…</c>, the first part of which is in the address
/// that each instance is given, so that the service knows who asks. Invoke API: <c>/2015-03-31/functions/{function}/invocations</c>.
/// </summary>
internal sealed class LambdaApi(ConcurrentDictionary<string, FunctionPool> functions)
{
    /// <summary>Serves one request.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/')[1..];
        return (context.Request.Method, path) switch
        {
            ("POST", ["2015-03-31", "functions", var function, "invocations"]) => InvokeAsync(context, function),
            (_, [var function, var instance, "2018-06-01", "runtime", .. var operation]) =>
                RuntimeAsync(context, function, instance, operation),
            _ => RefuseAsync(context, StatusCodes.Status404NotFound, "NotFound", "No such operation."),
        };
    }

    private Task RuntimeAsync(HttpContext context, string function, string id, string[] operation)
    {
        if (!functions.TryGetValue(function, out var pool) || pool.Find(id) is not { } instance)
            return RefuseAsync(context, StatusCodes.Status403Forbidden, "Forbidden", "No such instance.");
        return (context.Request.Method, operation) switch
        {
            ("GET", ["invocation", "next"]) => NextAsync(context, pool, instance),
            ("POST", ["invocation", var requestId, "response"]) => ResponseAsync(context, pool, instance, requestId),
            ("POST", ["invocation", var requestId, "error"]) => ErrorAsync(context, pool, instance, requestId),
            ("POST", ["init", "error"]) => InitErrorAsync(context, pool, instance),
            _ => RefuseAsync(context, StatusCodes.Status404NotFound, "NotFound", "No such operation."),
        };
    }

    private static async Task NextAsync(HttpContext context, FunctionPool pool, FunctionInstance instance)
    {
        if (pool.Next(instance) is not { } next)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "InvalidStateTransition", "The last invocation has no answer yet.");
            return;
        }

        using var aborted = context.RequestAborted.UnsafeRegister(_ => pool.HangUp(instance, next), null);
        Invocation invocation;
        try
        {
            invocation = await next.Task;
        }
        catch (OperationCanceledException)
        {
            // The runtime has hung up or ended, or asks on another connection.
            context.Abort();
            return;
        }

        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = invocation.DeadlineMs;
        headers["Lambda-Runtime-Invoked-Function-Arn"] = pool.Arn;
        headers["Lambda-Runtime-Trace-Id"] = TraceHeader.NewRoot();
        await WriteAsync(context, StatusCodes.Status200OK, invocation.Payload);
    }

    private static async Task ResponseAsync(HttpContext context, FunctionPool pool, FunctionInstance instance, string requestId)
    {
        if (await ReadAsync(context) is { } payload)
        {
            await AcknowledgeAsync(context, pool.Complete(instance, requestId, new LambdaResult(payload)));
            return;
        }

        var message = $"Response payload size exceeded maximum allowed payload size ({LambdaResult.PayloadLimit} bytes).";
        pool.Complete(instance, requestId, LambdaResult.Failed("Function.ResponseSizeTooLarge", message));
        await RefuseAsync(context, StatusCodes.Status413RequestEntityTooLarge, "RequestEntityTooLarge", message);
    }

    private static async Task ErrorAsync(HttpContext context, FunctionPool pool, FunctionInstance instance, string requestId) =>
        await AcknowledgeAsync(context, pool.Complete(instance, requestId, await ReadErrorAsync(context)));

    private static async Task InitErrorAsync(HttpContext context, FunctionPool pool, FunctionInstance instance)
    {
        var error = await ReadErrorAsync(context);
        await AcknowledgeAsync(context, accepted: true);
        await context.Response.CompleteAsync();
        pool.FailInit(instance, error);
    }

    private async Task InvokeAsync(HttpContext context, string function)
    {
        if (!functions.TryGetValue(function, out var pool))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "ResourceNotFoundException", $"Function not found: {function}");
            return;
        }

        if (context.Request.Headers["X-Amz-Invocation-Type"] is [{ } type, ..] && type != "RequestResponse")
        {
            await RefuseAsync(
                context,
                StatusCodes.Status400BadRequest,
                "InvalidParameterValueException",
                "Only the invocation type RequestResponse is there.");
            return;
        }

        if (await ReadAsync(context) is not { } payload)
        {
            await RefuseAsync(
                context,
                StatusCodes.Status413RequestEntityTooLarge,
                "RequestTooLargeException",
                $"Request must be smaller than {LambdaResult.PayloadLimit} bytes for the InvokeFunction operation");
            return;
        }

        var result = await pool.InvokeAsync(payload.IsEmpty ? "{}"u8.ToArray() : payload, context.RequestAborted);
        if (result.ErrorType == LambdaResult.TooManyRequests)
        {
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, result.ErrorType, result.ErrorMessage!);
            return;
        }

        context.Response.Headers["X-Amz-Executed-Version"] = "$LATEST";
        if (result.IsError)
            context.Response.Headers["X-Amz-Function-Error"] = "Unhandled";
        await WriteAsync(context, StatusCodes.Status200OK, result.Payload);
    }

    private static ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context) =>
        RequestBody.ReadAsync(context.Request, LambdaResult.PayloadLimit, context.RequestAborted);

    private static async Task<LambdaResult> ReadErrorAsync(HttpContext context) =>
        LambdaResult.Reported(await ReadAsync(context) ?? default, context.Request.Headers["Lambda-Runtime-Function-Error-Type"]);

    private static Task AcknowledgeAsync(HttpContext context, bool accepted) => accepted
        ? WriteAsync(context, StatusCodes.Status202Accepted, "{\"status\":\"OK\"}\n"u8.ToArray())
        : RefuseAsync(context, StatusCodes.Status400BadRequest, "InvalidRequestID", "Invalid request ID");

    private static Task RefuseAsync(HttpContext context, int status, string errorType, string errorMessage)
    {
        context.Response.Headers["X-Amzn-ErrorType"] = errorType;
        var body = JsonSerializer.SerializeToUtf8Bytes(new { errorMessage, errorType });
        return WriteAsync(context, status, body);
    }

    private static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
