using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Aws.Lambda;

namespace NvDemo.Tests.Aws;

/// <summary>What a function with wrong settings says: in its log, and to the Runtime API as its init error, which is what Lambda shows.</summary>
public sealed class FunctionSettingsTests : IAsyncLifetime
{
    // What the environment of the tests may have.
    private static readonly string[] Known =
    [
        "NV_FUNCTION", "Nv__Bucket", "Nv__PublicUrl", "Nv__Database", "Nv__Redis", "AWS_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3",
        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
    ];

    private readonly DirectoryInfo _logs = Directory.CreateTempSubdirectory("nvdemo-lambda-");
    private readonly LambdaService _lambda = new("eu-central-1", NullLogger<LambdaService>.Instance);

    private string Log => Path.Combine(_logs.FullName, "lambda.log");

    public Task InitializeAsync() => _lambda.StartAsync();

    public async Task DisposeAsync()
    {
        await _lambda.DisposeAsync();
        _logs.Delete(recursive: true);
    }

    [Theory]
    [InlineData("api", "Nv__Bucket", "Nv__PublicUrl", "AWS_REGION", "Nv__Redis", "Nv__Database")]
    [InlineData("health", "Nv__Bucket", "Nv__PublicUrl", "AWS_REGION", "Nv__Redis", "Nv__Database")]
    [InlineData("index", "Nv__Bucket", "Nv__PublicUrl", "AWS_REGION", "Nv__Redis", "Nv__Database")]
    [InlineData("reconcile", "Nv__Bucket", "Nv__PublicUrl", "AWS_REGION", "Nv__Redis", "Nv__Database")]
    [InlineData("authorizer", "AWS_REGION")]
    [InlineData("postgres-init", "Nv__Database", "AWS_REGION")]
    public async Task A_function_names_all_that_it_needs_and_nothing_else(string function, params string[] needed)
    {
        var message = await MessageAsync(new() { ["NV_FUNCTION"] = function });
        var named = message["The settings are not complete: ".Length..].Split("; ").Select(problem => problem.Split(' ')[0]);
        Assert.Equal(needed.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Nv__Redis", "redis:port")]
    [InlineData("Nv__Bucket", "hunter2_")]
    [InlineData("NV_FUNCTION", "hunter2")]
    public async Task What_is_malformed_is_the_only_thing_that_it_says(string name, string value)
    {
        var message = await MessageAsync(new()
        {
            ["NV_FUNCTION"] = "api",
            ["Nv__Bucket"] = "nv-demo",
            ["Nv__PublicUrl"] = "https://files.example",
            ["Nv__Database"] = "Host=db",
            ["Nv__Redis"] = "redis:6379",
            ["AWS_REGION"] = "eu-west-1",
            [name] = value,
        });
        Assert.StartsWith($"The settings are not complete: {name} is not ", message);
        Assert.DoesNotContain(value, message);
        Assert.DoesNotContain(value, await File.ReadAllTextAsync(Log));
    }

    private async Task<string> MessageAsync(Dictionary<string, string?> settings)
    {
        foreach (var name in Known)
            settings.TryAdd(name, null);
        var executable = new CloudsOptions(_logs.FullName).LambdaExecutable;
        _lambda.Add(new LambdaFunctionOptions("test", executable, [], settings, Log) { MaxInstances = 1 });
        var result = await _lambda.InvokeAsync("test", "{}"u8.ToArray(), CancellationToken.None);
        Assert.Equal("SettingsException", result.ErrorType);
        Assert.StartsWith(result.ErrorMessage + "\n", await File.ReadAllTextAsync(Log));
        return result.ErrorMessage!;
    }
}
