using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NvDemo.LocalClouds.Services;
using NvDemo.LocalClouds.Traces;

namespace NvDemo.LocalClouds.Commands;

/// <summary><c>up</c>: runs the clouds until SIGINT or SIGTERM.</summary>
internal static class UpCommand
{
    /// <param name="arguments">What it is asked for.</param>
    public static async Task<int> RunAsync(UpOptions arguments)
    {
        var stop = new TaskCompletionSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole()
            .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));

        var clock = Stopwatch.StartNew();
        File.Delete(StateDirectory.TracesFile);
        await using var dashboard = arguments.IsObserved ? await DashboardServer.StartAsync(StateDirectory.Path) : null;
        await using var recorder = arguments.IsObserved ? await TraceRecorder.StartAsync(StateDirectory.TracesFile, dashboard!.Otlp) : null;
        var options = new CloudsOptions(StateDirectory.Path)
        {
            Amend = (_, settings) => recorder?.Observe(settings),
            Only = arguments.Only,
            Ports = arguments.Ports,
            HasFront = true,
            CorsOrigins = (Environment.GetEnvironmentVariable("Nv__CorsOrigins") ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
        await using var clouds = await Clouds.StartAsync(options, loggers);
        await clouds.HealthyAsync();
        Endpoints.Write(StateDirectory.EndpointsFile, clouds);
        foreach (var cloud in clouds.All)
        {
            cloud.WriteSettings();
            cloud.Deployment.Write(StateDirectory.DeploymentFile(cloud.Name));
        }

        if (arguments.IsJson)
            Console.WriteLine(Report(clouds, clock.Elapsed, dashboard?.Url));
        else
            Greet(clouds, clock.Elapsed, dashboard?.Url);

        await stop.Task;
        (arguments.IsJson ? Console.Error : Console.Out).WriteLine("Stopping.");
        File.Delete(StateDirectory.EndpointsFile);
        foreach (var cloud in clouds.All)
            File.Delete(StateDirectory.DeploymentFile(cloud.Name));
        return 0;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }
    }

    // What endpoints.json has beside, credentials among it, does not belong into the log of a script.
    private static string Report(Clouds clouds, TimeSpan elapsed, Uri? dashboard)
    {
        var places = clouds.All.Select(cloud => (cloud.Name, cloud.Url));
        if (clouds.FrontUrl is { } front)
            places = places.Append(("front", front));
        return JsonSerializer.Serialize(new
        {
            pid = Environment.ProcessId,
            seconds = Math.Round(elapsed.TotalSeconds, 1),
            dashboard = dashboard?.AbsoluteUri,
            endpoints = StateDirectory.EndpointsFile,
            clouds = places.ToDictionary(place => place.Name, place => new { url = place.Url.AbsoluteUri.TrimEnd('/'), port = place.Url.Port }),
        });
    }

    private static void Greet(Clouds clouds, TimeSpan elapsed, Uri? dashboard)
    {
        const string User = $"{LocalAws.ClientUserName}:{LocalAws.ClientPassword}";
        var all = clouds.All;
        var (first, last) = (all[0].Url.AbsoluteUri.TrimEnd('/'), all[^1].Url.AbsoluteUri.TrimEnd('/'));
        var (subject, places) = all.Count == 1
            ? ($"{all[0].Title} alone is", first)
            : ("Both clouds are", $"{all[0].Title} on {first}, {all[1].Title} on {last}, the one that is well on {clouds.PublicUrl.AbsoluteUri.TrimEnd('/')}");
        Console.WriteLine($"""
            {subject} up after {elapsed.TotalSeconds:0.0} s: {places}.
            Try in another terminal:

              echo hello > foo
              curl -u {User} -T foo {first}/api/upload/foo
              curl -u {User} {last}/foo
              curl -u {User} {last}/api/list

            The database is migrated; ./nv logs shows the logs, {Path.GetFileName(StateDirectory.Path)}/endpoints.json where everything is.
            """);
        foreach (var note in all.SelectMany(cloud => cloud.Notes))
            Console.WriteLine(note);
        if (dashboard is not null)
            Console.WriteLine($"Traces: {dashboard}, or ./nv trace and the X-Request-Id of a response.");
        Console.WriteLine("Ctrl-C stops everything.");
    }
}
