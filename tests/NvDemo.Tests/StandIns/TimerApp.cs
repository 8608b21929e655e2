using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NvDemo.Tests.StandIns;

/// <summary>The functions of this assembly on the stand-in of the Functions worker.</summary>
public sealed class TimerApp : IAsyncLifetime
{
    public const string MasterKey = "timer-app-master-key";

    private readonly WebApplication _app;

    public TimerApp()
    {
        string[] settings = ["--urls=http://127.0.0.1:0", $"--AzureWebJobsMasterKey={MasterKey}", "--Timers:EverySecond=* * * * * *"];
        var builder = new FunctionsApplicationBuilder(settings, typeof(TimerApp).Assembly);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(Runs);
        _app = (WebApplication)builder.Build();
    }

    public TimerRuns Runs { get; } = new();

    public Uri Url => new(_app.Urls.Single());

    public Task InitializeAsync() => _app.StartAsync();

    public async Task DisposeAsync()
    {
        Runs.Release();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
