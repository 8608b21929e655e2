using System.Text;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using NvDemo.Core.Http;

namespace NvDemo.Lambda;

/// <summary>Every HTTP request, from API Gateway's Lambda proxy integration (REST API, event version 1.0).</summary>
public sealed class ApiFunction(Dispatcher dispatcher)
{
    // Time for the reply to reach the gateway before it gives up.
    private static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(500);

    /// <summary>Hands the request to the service and its reply to the gateway.</summary>
    public async Task<APIGatewayProxyResponse> HandleAsync(APIGatewayProxyRequest request, ILambdaContext context)
    {
        using var deadline = new CancellationTokenSource();
        if (context.RemainingTime > Reserve)
            deadline.CancelAfter(context.RemainingTime - Reserve);
        await using var reply = await dispatcher.HandleAsync(ToRequest(request, context), deadline.Token);
        return await ToResponseAsync(reply, deadline.Token);
    }

    private static Request ToRequest(APIGatewayProxyRequest request, ILambdaContext context)
    {
        var text = request.Body ?? "";
        var body = request.IsBase64Encoded ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);
        return new Request
        {
            Method = request.HttpMethod ?? "",
            Path = request.Path ?? "/",
            Query = new Dictionary<string, string>(request.QueryStringParameters ?? new Dictionary<string, string>()),
            Headers = new Dictionary<string, string>(request.Headers ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase),
            Body = new MemoryStream(body),
            ContentLength = body.Length,
            RequestId = request.RequestContext?.RequestId ?? context.AwsRequestId,
            Principal = GatewayCaller.Of(request),
        };
    }

    private static async Task<APIGatewayProxyResponse> ToResponseAsync(Reply reply, CancellationToken cancellation)
    {
        var body = reply.Bytes;
        if (reply.Stream is { } stream)
        {
            var bytes = new byte[reply.ContentLength!.Value];
            await stream.ReadExactlyAsync(bytes, cancellation);
            body = bytes;
        }

        return new APIGatewayProxyResponse
        {
            StatusCode = reply.Status,
            Headers = reply.Headers,
            Body = Convert.ToBase64String(body.Span),
            IsBase64Encoded = true,
        };
    }
}
