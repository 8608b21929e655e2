using System.Text;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using NvDemo.Core.Http;

namespace NvDemo.Lambda;

/// <summary>Every HTTP request, from API Gateway's Lambda proxy integration (REST API, event version 1.0).</summary>
public sealed class ApiFunction(HttpPipeline pipeline)
{
    /// <summary>Hands the request to the service and its response to the gateway.</summary>
    public async Task<APIGatewayProxyResponse> HandleAsync(APIGatewayProxyRequest request, ILambdaContext context)
    {
        using var deadline = Deadline.Of(context);
        var answer = new APIGatewayProxyResponse();
        await pipeline.RunAsync(ToRequest(request, context), (response, cancellation) => WriteAsync(response, answer, cancellation), deadline.Token);
        return answer;
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
            Headers = Headers(request),
            Body = new MemoryStream(body),
            ContentLength = body.Length,
            RequestId = request.RequestContext?.RequestId ?? context.AwsRequestId,
            Source = request.RequestContext?.Identity?.SourceIp ?? "",
            Principal = GatewayCaller.Of(request),
        };
    }

    private static Dictionary<string, string> Headers(APIGatewayProxyRequest request)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, lines) in request.MultiValueHeaders ?? new Dictionary<string, IList<string>>())
        {
            var value = string.Join(", ", lines);
            headers[name] = headers.TryGetValue(name, out var other) ? $"{other}, {value}" : value;
        }

        return headers;
    }

    // WholeResponses has read the body. What is begun is done before the reply, if there is time: Lambda stops the process between invocations.
    private static async Task WriteAsync(Response response, APIGatewayProxyResponse target, CancellationToken cancellation)
    {
        target.StatusCode = response.Status;
        target.Headers = response.Headers;
        target.Body = Convert.ToBase64String(response.Bytes.Span);
        target.IsBase64Encoded = true;
        await response.Afterwards.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
