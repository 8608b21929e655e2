using NvDemo.LocalClouds.Doctor;
using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds.Azure;

/// <summary>The Azure side: the Functions app behind a Functions host, its queues, and the topic's subscription of its webhook.</summary>
public sealed class AzureCloud : ILocalCloud
{
    internal const string CloudName = "azure";

    private readonly Clouds _clouds;
    private readonly CloudsOptions _options;
    private AzuriteServer? _azurite;
    private FunctionsApp? _functions;
    private HttpSubscription? _subscription;

    internal AzureCloud(Clouds clouds, CloudsOptions options) => (_clouds, _options, Url) = (clouds, options, options.UrlOf(CloudName));

    /// <inheritdoc/>
    public string Name => CloudName;

    /// <inheritdoc/>
    public string Title => "Azure";

    /// <inheritdoc/>
    public Uri Url { get; }

    /// <summary>Its queues.</summary>
    public AzuriteServer Azurite => _azurite ?? throw new InvalidOperationException("The Azure side has not been started.");

    /// <summary>The app.</summary>
    public FunctionsApp Functions => _functions ?? throw new InvalidOperationException("The Azure side has not been started.");

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Endpoints => new Dictionary<string, string>
    {
        ["azurite"] = Azurite.ConnectionString,
        ["storage_queue"] = AzuriteServer.EventQueue,
        ["poison_queue"] = AzuriteServer.PoisonQueue,
        ["webhook_dead_letter_queue_url"] = _clouds.Data.Aws.WebhookDeadLetterQueueUrl,
        ["master_key"] = FunctionsApp.MasterKey,
    };

    /// <inheritdoc/>
    public Deployment Deployment => new()
    {
        Cloud = Name,
        Settings = new Dictionary<string, Dictionary<string, string?>> { ["app"] = CreateEnvironment(_clouds.PublicUrl) },
        Url = Url,
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes =>
    [
        $"The Azure side runs on {string.Join(", ", WorkerPackages.In(_options.FunctionsFolder))}.",
        $"postgres-init on Azure: curl -X POST -H \"x-functions-key: {FunctionsApp.MasterKey}\" {Url}api/postgres-init",
    ];

    /// <summary>The settings of an app on the local data plane and these queues.</summary>
    public Dictionary<string, string?> CreateEnvironment(Uri publicUrl) => new(ServiceEnvironment.Create(_clouds.Data, publicUrl, _options.CorsOrigins))
    {
        ["AzureWebJobsDisableHomepage"] = "true",
        ["AzureWebJobsMasterKey"] = FunctionsApp.MasterKey,
        ["AzureWebJobsStorage"] = Azurite.ConnectionString,
        ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "16777216",
        ["Nv__MigrationSecret"] = LocalAws.MigrationSecret,
        ["Nv__Azure__DeadLetterQueue"] = _clouds.Data.Aws.WebhookDeadLetterQueueUrl,
    };

    /// <inheritdoc/>
    public async Task PrepareAsync() => _azurite = await AzuriteServer.StartAsync(_options.Directory);

    /// <inheritdoc/>
    public Task StartAsync() => StartAsync(_options);

    /// <summary>Ends the app in good order, and starts it on the same port with other options; returns when its worker is ready.</summary>
    /// <param name="change">Makes them of those that it was started with at first.</param>
    public async Task RestartAsync(Func<CloudsOptions, CloudsOptions> change)
    {
        await Functions.DisposeAsync();
        await StartAsync(change(_options));
    }

    /// <summary>Has the function <c>postgres-init</c> run, as who has the master key may.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task MigrateAsync()
    {
        using var admin = new FunctionsAdmin(Url);
        await admin.MigrateAsync();
    }

    /// <inheritdoc/>
    public Task TakeEventsAsync()
    {
        _subscription = HttpSubscription.Start(_options.Directory, _clouds.Data, new Uri(Url, "api/events/sns"));
        return Task.CompletedTask;
    }

    /// <summary>Writes <c>local.settings.json</c>, with which <c>func start</c> runs the app.</summary>
    public void WriteSettings() => LocalSettings.Write(CreateEnvironment(_clouds.PublicUrl));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in (IAsyncDisposable?[])[_subscription, _functions, _azurite])
        {
            if (part is not null)
                await part.DisposeAsync();
        }
    }

    private async Task StartAsync(CloudsOptions options)
    {
        var environment = CreateEnvironment(_clouds.PublicUrl);
        environment["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = options.VisibilityTimeout.ToString("c");
        options.Amend(Name, environment);
        _functions = FunctionsApp.Create(Url, environment, options);
        await _functions.StartAsync();
    }
}
