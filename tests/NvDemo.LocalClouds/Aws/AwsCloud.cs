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
    private const int OwnPort = 7072;

    private static readonly (string Name, TimeSpan Timeout)[] Functions =
    [
        ("api", TimeSpan.FromSeconds(29)),
        ("authorizer", TimeSpan.FromSeconds(10)),
        ("health", TimeSpan.FromSeconds(10)),
        ("index", TimeSpan.FromSeconds(30)),
        ("reconcile", TimeSpan.FromMinutes(15)),
        ("postgres-init", TimeSpan.FromMinutes(15)),
    ];

    private readonly Clouds _clouds;
    private readonly CloudsOptions _options;
    private readonly RestApiGateway _gateway;
    private readonly ILogger<SqsEventSource> _eventSourceLogger;
    private SqsEventSource? _eventSource;

    internal AwsCloud(Clouds clouds, CloudsOptions options, ILoggerFactory loggers)
    {
        (_clouds, _options, Url) = (clouds, options, options.UrlOf(OwnPort));
        Lambda = new LambdaService(LocalAws.Region, loggers.CreateLogger<LambdaService>());
        _gateway = new RestApiGateway(
            Lambda, new RestApiGatewayOptions(Url.Port, LocalAws.Region) { CorsOrigins = options.CorsOrigins }, loggers.CreateLogger<RestApiGateway>());
        _eventSourceLogger = loggers.CreateLogger<SqsEventSource>();
    }

    /// <inheritdoc/>
    public string Name => CloudName;

    /// <inheritdoc/>
    public string Title => "AWS";

    /// <inheritdoc/>
    public Uri Url { get; }

    /// <summary>Its functions.</summary>
    public LambdaService Lambda { get; }

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
        foreach (var (name, timeout) in Functions)
        {
            var log = Path.Combine(_options.Directory, "logs", $"lambda-{name}.log");
            Lambda.Add(new LambdaFunctionOptions(name, _options.LambdaExecutable, [], SettingsOf(name), log) { Timeout = timeout });
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
        var mapping = new SqsEventSourceOptions(_clouds.Data.Aws.QueueUrl, LocalAws.QueueArn, "index");
        _eventSource = new SqsEventSource(_clouds.Data.Aws.Sqs, Lambda, mapping, _eventSourceLogger);
        return _eventSource.StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_gateway.StopAsync(), _eventSource?.StopAsync() ?? Task.CompletedTask);
        await Lambda.DisposeAsync();
    }

    private Dictionary<string, string?> SettingsOf(string function)
    {
        var settings = ServiceEnvironment.Create(_clouds.Data, _clouds.PublicUrl, _options.CorsOrigins);
        settings["NV_FUNCTION"] = function;
        if (function == "postgres-init")
            settings["Nv__MigrationSecret"] = LocalAws.MigrationSecret;
        return settings;
    }
}
