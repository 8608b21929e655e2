using Microsoft.Extensions.Logging;
using NvDemo.LocalClouds.Aws.ApiGateway;
using NvDemo.LocalClouds.Aws.Lambda;
using NvDemo.LocalClouds.Aws.Sqs;
using NvDemo.LocalClouds.Doctor;
using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds.Aws;

/// <summary>The AWS side: the Lambda executable behind a REST API gateway and an SQS event source mapping.</summary>
public sealed class AwsCloud : ILocalCloud
{
    internal const string CloudName = "aws";

    private readonly Clouds _clouds;
    private readonly CloudsOptions _options;
    private readonly ILoggerFactory _loggers;
    private RestApiGateway _gateway;
    private SqsEventSource? _eventSource;

    internal AwsCloud(Clouds clouds, CloudsOptions options, ILoggerFactory loggers)
    {
        (_clouds, _options, Url) = (clouds, options, options.UrlOf(CloudName));
        _loggers = loggers;
        (Lambda, _gateway) = Create();
    }

    /// <summary>The functions as terraform/ has them: time-out, memory in MB, reserved concurrency. A test compares them.</summary>
    public static IReadOnlyList<(string Name, TimeSpan Timeout, int MemoryMB, int? Concurrency)> Functions { get; } =
    [
        ("api", TimeSpan.FromSeconds(29), 512, 40),
        ("authorizer", TimeSpan.FromSeconds(10), 512, 10),
        ("health", TimeSpan.FromSeconds(10), 256, 5),
        ("index", TimeSpan.FromSeconds(30), 256, null),
        ("postgres-init", TimeSpan.FromMinutes(15), 256, 1),
        ("reconcile", TimeSpan.FromMinutes(15), 512, 2),
    ];

    /// <summary>The event source mapping, likewise.</summary>
    public static SqsEventSourceOptions Mapping { get; } = new("", LocalAws.QueueArn, "index")
    {
        BatchSize = 100,
        BatchingWindow = TimeSpan.FromSeconds(1),
        MaximumConcurrency = 5,
    };

    /// <inheritdoc/>
    public string Name => CloudName;

    /// <inheritdoc/>
    public string Title => "AWS";

    /// <inheritdoc/>
    public Uri Url { get; }

    /// <summary>Its functions.</summary>
    public LambdaService Lambda { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Endpoints => new Dictionary<string, string>
    {
        ["lambda"] = Lambda.Endpoint.AbsoluteUri.TrimEnd('/'),
        ["queue_url"] = _clouds.Data.Aws.QueueUrl,
        ["dead_letter_queue_url"] = _clouds.Data.Aws.DeadLetterQueueUrl,
    };

    /// <inheritdoc/>
    public Deployment Deployment => new()
    {
        Cloud = Name,
        Settings = Functions.ToDictionary(function => function.Name, function => SettingsOf(function.Name)),
        Url = Url,
        Queues = new Dictionary<string, string> { ["objects"] = _clouds.Data.Aws.QueueUrl, ["objects-dead"] = _clouds.Data.Aws.DeadLetterQueueUrl },
    };

    /// <inheritdoc/>
    public async Task StartAsync()
    {
        await Lambda.StartAsync();
        foreach (var (name, timeout, memory, concurrency) in Functions)
        {
            var log = Path.Combine(_options.Directory, "logs", $"lambda-{name}.log");
            Lambda.Add(new LambdaFunctionOptions(name, _options.LambdaExecutable, [], SettingsOf(name), log)
            {
                Timeout = timeout,
                MemoryMB = memory,
                ReservedConcurrency = concurrency,
                MaxInstances = _options.MaxInstances,
                IsFrozenWhenIdle = _options.FreezesFunctions,
            });
        }

        await Task.WhenAll(Lambda.WarmAsync(), _gateway.StartAsync());
    }

    /// <summary>Runs the function <c>postgres-init</c>.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task MigrateAsync()
    {
        var result = await Lambda.InvokeAsync("postgres-init", "{}"u8.ToArray(), CancellationToken.None);
        if (result.IsError)
            throw new InvalidOperationException($"postgres-init failed: {result.ErrorType}: {result.ErrorMessage}");
    }

    /// <inheritdoc/>
    public Task TakeEventsAsync()
    {
        var mapping = _options.HasSmallBatches ? new SqsEventSourceOptions("", LocalAws.QueueArn, "index") : Mapping;
        _eventSource = new SqsEventSource(
            _clouds.Data.Aws.Sqs, Lambda, mapping with { QueueUrl = _clouds.Data.Aws.QueueUrl }, _loggers.CreateLogger<SqsEventSource>());
        return _eventSource.StartAsync();
    }

    /// <summary>Leaves events in their queue, until <see cref="TakeEventsAsync"/>.</summary>
    public Task LeaveEventsAsync() => _eventSource?.StopAsync() ?? Task.CompletedTask;

    /// <summary>Ends its functions at once (SIGKILL), with what they are doing; its address refuses connections until it starts again.</summary>
    public Task KillAsync() => Task.WhenAll(Lambda.KillAsync(), _gateway.StopAsync(), _eventSource?.StopAsync() ?? Task.CompletedTask);

    /// <summary>Lets requests under way end and stops; its address refuses connections until it starts again.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_gateway.StopAsync(), _eventSource?.StopAsync() ?? Task.CompletedTask);
        await Lambda.StopAsync();
    }

    /// <summary>Has other instances take the place of all its functions', as a new version's do; requests notice nothing.</summary>
    public Task ReplaceInstancesAsync() => Lambda.ReplaceInstancesAsync();

    /// <summary>Starts it after a stop or a kill, on the same port; returns when its functions are ready.</summary>
    public async Task StartAgainAsync()
    {
        (Lambda, _gateway) = Create();
        await StartAsync();
        await TakeEventsAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private (LambdaService, RestApiGateway) Create()
    {
        var lambda = new LambdaService(LocalAws.Region, _loggers.CreateLogger<LambdaService>());
        var options = new RestApiGatewayOptions(Url.Port, LocalAws.Region) { CorsOrigins = _options.CorsOrigins };
        return (lambda, new RestApiGateway(lambda, options, _loggers.CreateLogger<RestApiGateway>()));
    }

    private Dictionary<string, string?> SettingsOf(string function)
    {
        var settings = ServiceEnvironment.Create(_clouds.Data, _clouds.PublicUrl, _options.CorsOrigins);
        settings["NV_FUNCTION"] = function;
        if (function == "postgres-init")
            settings["Nv__MigrationSecret"] = LocalAws.MigrationSecret;
        _options.Amend(Name, settings);
        return settings;
    }
}
