using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using LambdaTestApp;

var serializer = new SourceGeneratorLambdaJsonSerializer<JsonContext>();
Func<APIGatewayProxyRequest, ILambdaContext, Task<APIGatewayProxyResponse>> handler = (request, _) => request.Path switch
{
    "/process" => Reply($"{Environment.ProcessId}"),
    "/heap" => Reply($"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes}"),
    "/large" => Reply(new string('x', 7_000_000)),
    "/headers" => Task.FromResult(new APIGatewayProxyResponse { StatusCode = 200, MultiValueHeaders = request.MultiValueHeaders }),
    _ => throw new InvalidOperationException($"There is no {request.Path}."),
};
using var bootstrap = LambdaBootstrapBuilder.Create(handler, serializer).Build();
await bootstrap.RunAsync();

static Task<APIGatewayProxyResponse> Reply(string body) => Task.FromResult(new APIGatewayProxyResponse { StatusCode = 200, Body = body });
