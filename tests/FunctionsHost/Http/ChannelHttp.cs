using System.Globalization;
using FunctionsHost.Protocol;
using FunctionsHost.Workers;
using Google.Protobuf;
using Microsoft.AspNetCore.Http.Extensions;

namespace FunctionsHost.Http;

/// <summary>
/// HTTP in the invocation itself, for apps without the ASP.NET Core integration (<c>HttpRequestData</c>): request and reply are held whole.
/// </summary>
internal static class ChannelHttp
{
    /// <summary>Runs an HTTP function on a worker without an HTTP server of its own, and writes its reply.</summary>
    public static async Task RunAsync(HttpContext context, WorkerChannel worker, Invocation invocation, CancellationToken cancellation)
    {
        invocation.Data.Http = await RequestAsync(context.Request, invocation.Metadata);
        var response = await worker.InvokeAsync(invocation, cancellation);
        if (ReplyOf(response) is { } reply)
            await WriteAsync(reply, context.Response, cancellation);
        else
            context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<RpcHttp> RequestAsync(HttpRequest request, IReadOnlyDictionary<string, TypedData> parameters)
    {
        var http = new RpcHttp { Method = request.Method, Url = request.GetEncodedUrl() };
        foreach (var (name, value) in request.Headers)
        {
            http.Headers[name] = value.ToString();
            http.NullableHeaders[name] = new NullableString { Value = value.ToString() };
        }

        foreach (var (name, value) in request.Query)
            http.Query[name] = value.ToString();
        foreach (var (name, _) in request.RouteValues)
            http.Params[name] = parameters[name].String;

        // As behind the real host: a body of unknown length does not arrive.
        if (request.ContentLength is > 0)
            http.Body = new TypedData { Bytes = await ByteString.FromStreamAsync(request.Body) };
        return http;
    }

    private static RpcHttp? ReplyOf(InvocationResponse response) =>
        response.ReturnValue?.Http ?? response.OutputData.Select(output => output.Data?.Http).FirstOrDefault(http => http is not null);

    private static Task WriteAsync(RpcHttp reply, HttpResponse response, CancellationToken cancellation)
    {
        response.StatusCode = int.Parse(reply.StatusCode, CultureInfo.InvariantCulture);
        foreach (var (name, value) in reply.Headers)
            response.Headers[name] = value;
        var body = reply.Body?.DataCase switch
        {
            TypedData.DataOneofCase.Bytes => reply.Body.Bytes,
            TypedData.DataOneofCase.Stream => reply.Body.Stream,
            TypedData.DataOneofCase.String => ByteString.CopyFromUtf8(reply.Body.String),
            TypedData.DataOneofCase.Json => ByteString.CopyFromUtf8(reply.Body.Json),
            _ => ByteString.Empty,
        };
        response.ContentLength = body.Length;
        return body.IsEmpty ? Task.CompletedTask : response.Body.WriteAsync(body.Memory, cancellation).AsTask();
    }
}
