using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using NvDemo.LocalClouds.Azure;
using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds.Commands;

/// <summary><c>up</c>: runs both clouds until SIGINT or SIGTERM.</summary>
internal static class UpCommand
{
    private const int AzurePort = 7071, AwsPort = 7072;
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new CloudsOptions(StateDirectory.Path) { AzurePort = AzurePort, AwsPort = AwsPort };
        if (arguments is ["--lambda", var executable])
            options = options with { LambdaExecutable = Path.GetFullPath(executable) };

        var stop = new TaskCompletionSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole());

        var clock = Stopwatch.StartNew();
        await using var clouds = await Clouds.StartAsync(options, loggers);
        await Task.WhenAll(HealthyAsync(clouds.AzureUrl), HealthyAsync(clouds.AwsUrl));
        Endpoints.Write(StateDirectory.EndpointsFile, clouds);
        LocalSettings.Write(StateDirectory.LocalSettingsFile, clouds);
        Greet(clouds, clock.Elapsed, WorkerPackages.In(options.FunctionsFolder));

        await stop.Task;
        Console.WriteLine("Stopping.");
        File.Delete(StateDirectory.EndpointsFile);
        return 0;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }
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

    private static void Greet(Clouds clouds, TimeSpan elapsed, IReadOnlyList<string> workerPackages)
    {
        var azure = clouds.AzureUrl.AbsoluteUri.TrimEnd('/');
        var aws = clouds.AwsUrl.AbsoluteUri.TrimEnd('/');
        const string User = $"{LocalAws.ClientUserName}:{LocalAws.ClientPassword}";
        Console.WriteLine($"""
            Both clouds are up after {elapsed.TotalSeconds:0.0} s: Azure on {azure}, AWS on {aws}.
            Try in another terminal:

              echo hello > foo
              curl -u {User} -T foo {azure}/api/upload/foo
              curl -u {User} {aws}/foo
              curl -u {User} {aws}/api/list

            The Azure side runs on {string.Join(", ", workerPackages)}.
            The database is migrated; ./nv logs shows the logs, {Path.GetFileName(StateDirectory.Path)}/endpoints.json where everything is.
            postgres-init on Azure: curl -X POST -H "x-functions-key: {FunctionsApp.MasterKey}" {azure}/api/postgres-init
            Ctrl-C stops everything.
            """);
    }
}
