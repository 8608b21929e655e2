using Microsoft.Extensions.Logging;
using NvDemo.LocalClouds.Aws.ApiGateway;
using NvDemo.LocalClouds.Aws.Lambda;
using NvDemo.LocalClouds.Aws.Sqs;
using NvDemo.LocalClouds.Azure;
using NvDemo.LocalClouds.Processes;
using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds;

/// <summary>
/// Both clouds on this machine, over one data plane: the Azure side is the Functions app behind a Functions host, the AWS side the Lambda executable behind
/// a REST API gateway and an SQS event source mapping.
/// </summary>
public sealed class Clouds : IAsyncDisposable
{
    private static readonly (string Name, TimeSpan Timeout)[] LambdaFunctions =
    [
        ("api", TimeSpan.FromSeconds(29)),
        ("authorizer", TimeSpan.FromSeconds(10)),
        ("index", TimeSpan.FromSeconds(30)),
        ("reconcile", TimeSpan.FromMinutes(15)),
        ("postgres-init", TimeSpan.FromMinutes(15)),
    ];

    private readonly RestApiGateway _gateway;
    private readonly SqsEventSource _eventSource;
    private HttpSubscription? _subscription;

    private Clouds(
        DataPlane data, FunctionsApp functions, LambdaService lambda, RestApiGateway gateway, SqsEventSource eventSource, Uri awsUrl)
    {
        (Data, Functions, Lambda, _gateway, _eventSource, AwsUrl) = (data, functions, lambda, gateway, eventSource, awsUrl);
    }

    /// <summary>What both clouds work on.</summary>
    public DataPlane Data { get; }

    /// <summary>The Azure side.</summary>
    public FunctionsApp Functions { get; }

    /// <summary>The functions of the AWS side.</summary>
    public LambdaService Lambda { get; }

    /// <summary>Where the Azure side answers.</summary>
    public Uri AzureUrl => Functions.Url;

    /// <summary>Where the AWS side answers.</summary>
    public Uri AwsUrl { get; }

    /// <summary>Starts everything; the database's schema is there, and both clouds answer, when it returns.</summary>
    public static async Task<Clouds> StartAsync(CloudsOptions options, ILoggerFactory loggers)
    {
        var logs = Path.Combine(options.Directory, "logs");
        var data = await DataPlane.StartAsync(options.Directory, options.VisibilityTimeout);
        var azureUrl = new Uri($"http://127.0.0.1:{options.AzurePort ?? LoopbackPort.Free()}/");
        var awsPort = options.AwsPort ?? LoopbackPort.Free();
        var environment = ServiceEnvironment.Create(data, publicUrl: azureUrl);

        var lambda = new LambdaService(LocalAws.Region, loggers.CreateLogger<LambdaService>());
        await lambda.StartAsync();
        foreach (var (name, timeout) in LambdaFunctions)
        {
            var variables = new Dictionary<string, string?>(environment) { ["NV_FUNCTION"] = name };
            var log = Path.Combine(logs, $"lambda-{name}.log");
            lambda.Add(new LambdaFunctionOptions(name, options.LambdaExecutable, [], variables, log) { Timeout = timeout });
        }

        var gateway = new RestApiGateway(
            lambda, new RestApiGatewayOptions(awsPort, LocalAws.Region), loggers.CreateLogger<RestApiGateway>());
        var mapping = new SqsEventSourceOptions(data.Aws.QueueUrl, LocalAws.QueueArn, "index");
        var eventSource = new SqsEventSource(data.Aws.Sqs, lambda, mapping, loggers.CreateLogger<SqsEventSource>());
        var azureEnvironment = ServiceEnvironment.CreateForAzure(data, azureUrl);
        azureEnvironment["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = options.VisibilityTimeout.ToString("c");
        var functions = FunctionsApp.Create(azureUrl, azureEnvironment, options);
        var clouds = new Clouds(data, functions, lambda, gateway, eventSource, new Uri($"http://127.0.0.1:{awsPort}/"));
        try
        {
            await Task.WhenAll(clouds.Functions.StartAsync(), lambda.WarmAsync(), clouds.MigrateAsync(), gateway.StartAsync());
            clouds._subscription = HttpSubscription.Start(options.Directory, data, new Uri(azureUrl, "api/events/sns"));
            await eventSource.StartAsync();
            return clouds;
        }
        catch
        {
            await clouds.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the function <c>postgres-init</c> of the AWS side.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task MigrateAsync()
    {
        var result = await Lambda.InvokeAsync("postgres-init", "{}"u8.ToArray(), CancellationToken.None);
        if (result.IsError)
            throw new InvalidOperationException($"postgres-init failed: {result.ErrorType}: {result.ErrorMessage}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_subscription is not null)
            await _subscription.DisposeAsync();
        await Task.WhenAll(_gateway.StopAsync(), _eventSource.StopAsync(), Functions.DisposeAsync().AsTask());
        await Lambda.DisposeAsync();
        await Data.DisposeAsync();
    }
}
