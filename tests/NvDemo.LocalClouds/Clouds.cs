using System.Diagnostics;
using Microsoft.Extensions.Logging;
using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds;

/// <summary>
/// The clouds on this machine, over one data plane. Each side adds itself in its own folder; the call of a side whose folder is not there
/// is not compiled.
/// </summary>
public sealed partial class Clouds : IAsyncDisposable
{
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(30);

    private readonly List<ILocalCloud> _all = [];
    private DataPlane? _data;
    private FrontServer? _front;

    private Clouds(CloudsOptions options, ILoggerFactory loggers)
    {
        AddAzure(options, loggers);
        AddAws(options, loggers);
        if (options.HasFront && All.Count > 1)
            FrontUrl = options.UrlOf("front");
    }

    /// <summary>What all sides work on.</summary>
    /// <exception cref="InvalidOperationException">It does not run.</exception>
    public DataPlane Data => _data ?? throw new InvalidOperationException("The data plane does not run.");

    /// <summary>The sides that run: Azure, AWS or both, in this order.</summary>
    public IReadOnlyList<ILocalCloud> All => _all;

    /// <summary>The address of both sides together; <c>null</c> where there is none.</summary>
    public Uri? FrontUrl { get; }

    /// <summary>Where clients are told to go.</summary>
    public Uri PublicUrl => FrontUrl ?? All[0].Url;

    // Either side can; a Lambda function is sooner ready than the Functions host.
    private ILocalCloud Migrator => All[^1];

    /// <summary>Starts everything; the database's schema is there, and every side answers, when it returns.</summary>
    public static async Task<Clouds> StartAsync(CloudsOptions options, ILoggerFactory loggers)
    {
        var clouds = new Clouds(options, loggers);
        try
        {
            await Task.WhenAll([clouds.StartDataAsync(options), .. clouds.All.Select(cloud => cloud.PrepareAsync())]);
            await Task.WhenAll(clouds.All.Select(clouds.StartAsync));
            await Task.WhenAll(clouds.All.Select(cloud => cloud.TakeEventsAsync()));
            if (clouds.FrontUrl is { } front)
                await clouds.StartFrontAsync(options, front);
            return clouds;
        }
        catch
        {
            await clouds.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every side says that it is well.</summary>
    /// <exception cref="TimeoutException">One does not; the message is what it says.</exception>
    public Task HealthyAsync() => Task.WhenAll(All.Select(cloud => HealthyAsync(cloud.Url)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_front is not null)
            await _front.DisposeAsync();
        await Task.WhenAll(All.Select(cloud => cloud.DisposeAsync().AsTask()));
        if (_data is not null)
            await _data.DisposeAsync();
    }

    private async Task StartDataAsync(CloudsOptions options)
    {
        _data = await DataPlane.StartAsync(options.Directory, options.VisibilityTimeout, options.ClientSecret);
        await _data.Aws.AllowOriginsAsync(
            [.. All.Select(cloud => cloud.Url).Append(PublicUrl).Distinct().Select(url => url.GetLeftPart(UriPartial.Authority)), .. options.CorsOrigins]);
    }

    private async Task StartFrontAsync(CloudsOptions options, Uri url)
    {
        // Its first check decides, and finds a side out whose functions start only then.
        await HealthyAsync();
        _front = await FrontServer.StartAsync(options.Directory, url, [.. All.Reverse().Select(cloud => (cloud.Name, cloud.Url))]);
    }

    private static async Task HealthyAsync(Uri cloud)
    {
        using var http = new HttpClient();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            using var response = await http.GetAsync(new Uri(cloud, "health"));
            if (response.IsSuccessStatusCode)
                return;
            if (clock.Elapsed > HealthTimeout)
                throw new TimeoutException($"{cloud} is not well: {await response.Content.ReadAsStringAsync()}");
            await Task.Delay(50);
        }
    }

    private async Task StartAsync(ILocalCloud cloud)
    {
        await cloud.StartAsync();
        if (cloud == Migrator)
            await cloud.MigrateAsync();
    }

    partial void AddAzure(CloudsOptions options, ILoggerFactory loggers);

    partial void AddAws(CloudsOptions options, ILoggerFactory loggers);
}
