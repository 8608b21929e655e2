using System.Net;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsHost.TestApp;

/// <summary>For apps with and without the ASP.NET Core integration.</summary>
public static class HttpDataFunctions
{
    /// <summary>Answers with what came, as text.</summary>
    [Function("data")]
    public static async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "data/{name}")] HttpRequestData request, string name)
    {
        if (name == "fails")
            throw new InvalidOperationException("This function fails.");
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var response = request.CreateResponse(HttpStatusCode.Accepted);
        response.Headers.Add("X-Words", request.Headers.GetValues("X-Words"));
        await response.WriteStringAsync($"{request.Method} {request.Url.PathAndQuery} {name} {request.Query["q"]} {await reader.ReadToEndAsync()}");
        return response;
    }
}
