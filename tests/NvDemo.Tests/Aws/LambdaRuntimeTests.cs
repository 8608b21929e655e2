using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.LocalClouds.Aws.ApiGateway;
using NvDemo.LocalClouds.Aws.Lambda;
using NvDemo.LocalClouds.Processes;

namespace NvDemo.Tests.Aws;

/// <summary>
/// What functions may rely on in the Lambda runtime that they are built on, on the vendor's packages and on their stand-in alike: an app of
/// the tests' own, as a process behind the Runtime API.
/// </summary>
public sealed class LambdaRuntimeTests : IAsyncLifetime
{
    private const int MemoryMB = 200;

    private readonly DirectoryInfo _logs = Directory.CreateTempSubdirectory("nvdemo-lambda-");
    private readonly LambdaService _lambda = new("eu-central-1", NullLogger<LambdaService>.Instance);

    public async Task InitializeAsync()
    {
        await _lambda.StartAsync();
        var configuration = new DirectoryInfo(AppContext.BaseDirectory);
        var app = Path.Combine(configuration.Parent!.Parent!.FullName, "LambdaTestApp", configuration.Name, "LambdaTestApp");
        var log = Path.Combine(_logs.FullName, "lambda.log");
        _lambda.Add(new LambdaFunctionOptions("test", app, [], new Dictionary<string, string?>(), log)
        {
            MemoryMB = MemoryMB,
            // A second one would start where the first has answered and not yet asked for more.
            MaxInstances = 1,
            ReservedConcurrency = 1,
        });
    }

    public async Task DisposeAsync()
    {
        await _lambda.DisposeAsync();
        _logs.Delete(recursive: true);
    }

    [Fact]
    public async Task An_exception_fails_its_invocation_alone()
    {
        var process = await BodyAsync("/process");
        var failed = await InvokeAsync("/missing");
        Assert.Equal(("InvalidOperationException", "There is no /missing."), (failed.ErrorType, failed.ErrorMessage));
        Assert.Equal(process, await BodyAsync("/process"));
    }

    [Fact]
    public async Task A_reply_that_the_runtime_api_refuses_ends_the_process()
    {
        var process = await BodyAsync("/process");
        Assert.Equal("Function.ResponseSizeTooLarge", (await InvokeAsync("/large")).ErrorType);

        // Until the process has ended, it may be given an invocation that fails with it.
        LambdaResult next;
        do
            next = await InvokeAsync("/process");
        while (next.IsError);
        Assert.NotEqual(process, JsonSerializer.Deserialize<JsonElement>(next.Payload.Span).GetProperty("body").GetString());
    }

    [Fact]
    public async Task The_heap_is_limited_to_the_function_s_memory() =>
        Assert.Equal($"{MemoryMB * 1024 * 1024}", await BodyAsync("/heap"));

    [Fact]
    public async Task Headers_have_all_their_values_both_ways()
    {
        var reply = await InvokeAsync("/headers");
        Assert.Equal(
            """{"X-Words":["one","two"]}""",
            JsonSerializer.Deserialize<JsonElement>(reply.Payload.Span).GetProperty("multiValueHeaders").GetRawText());
    }

    [Fact]
    public async Task Past_its_reserved_concurrency_a_function_is_not_called()
    {
        var first = InvokeAsync("/process");
        var second = await InvokeAsync("/process");
        Assert.Equal((LambdaResult.TooManyRequests, "Rate Exceeded."), (second.ErrorType, second.ErrorMessage));
        Assert.False((await first).IsError);
        Assert.False((await InvokeAsync("/process")).IsError);
    }

    [Fact]
    public async Task What_the_function_behind_it_refuses_the_gateway_answers_with_503()
    {
        // Reserved for nobody: on AWS the way to turn a function off.
        _lambda.Add(new LambdaFunctionOptions("off", "true", [], new Dictionary<string, string?>(), Path.Combine(_logs.FullName, "off.log"))
        {
            ReservedConcurrency = 0,
        });
        var options = new RestApiGatewayOptions(LoopbackPort.Free(), "eu-central-1") { IntegrationFunction = "off", HealthFunction = "off", AuthorizerFunction = "off" };
        await using var gateway = new RestApiGateway(_lambda, options, NullLogger<RestApiGateway>.Instance);
        await gateway.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{options.Port}") };

        using var open = await http.GetAsync("/health");
        Assert.Equal(("503", "1"), ($"{(int)open.StatusCode}", open.Headers.RetryAfter?.ToString()));
        using var authorized = new HttpRequestMessage(HttpMethod.Get, "/api/list") { Headers = { Authorization = new("Basic", "YTpi") } };
        using var refused = await http.SendAsync(authorized);
        Assert.Equal(("503", "2"), ($"{(int)refused.StatusCode}", refused.Headers.RetryAfter?.ToString()));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);

        using var invoked = await http.PostAsync(new Uri(_lambda.Endpoint, "/2015-03-31/functions/off/invocations"), new StringContent("{}"));
        Assert.Equal(429, (int)invoked.StatusCode);
        Assert.Equal([LambdaResult.TooManyRequests], invoked.Headers.GetValues("X-Amzn-ErrorType"));
    }

    private async Task<string?> BodyAsync(string path)
    {
        var result = await InvokeAsync(path);
        Assert.False(result.IsError, result.ErrorMessage);
        return JsonSerializer.Deserialize<JsonElement>(result.Payload.Span).GetProperty("body").GetString();
    }

    private Task<LambdaResult> InvokeAsync(string path) => _lambda.InvokeAsync(
        "test",
        JsonSerializer.SerializeToUtf8Bytes(new { path, multiValueHeaders = new Dictionary<string, string[]> { ["X-Words"] = ["one", "two"] } }),
        CancellationToken.None);
}
