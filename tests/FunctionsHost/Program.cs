using System.Net.Sockets;
using System.Text;
using FunctionsHost;
using FunctionsHost.App;
using FunctionsHost.Http;
using FunctionsHost.Queues;
using FunctionsHost.Timers;
using FunctionsHost.Triggers;
using FunctionsHost.Workers;
using Microsoft.Extensions.Logging.Console;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

WebApplication host;
try
{
    host = Build(CommandLine.Parse(args));
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"{e.Message}\n{CommandLine.Usage}");
    return 2;
}
catch (InvalidOperationException e)
{
    // A file of the app, or of keys.
    Console.Error.WriteLine(e.Message);
    return 2;
}

try
{
    await host.RunAsync();
    return 0;
}
catch (Exception e) when (e is IOException or SocketException)
{
    // The address is in use, or none of this machine's.
    Console.Error.WriteLine(e.Message);
    return 1;
}

static WebApplication Build(CommandLine options)
{
    var functionApp = FunctionApp.Load(options.App);
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders()
        .AddConsole(console => console.FormatterName = ConsoleLine.FormatterName)
        .AddConsoleFormatter<ConsoleLine, ConsoleFormatterOptions>();
    builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Yarp", LogLevel.Error).AddFilter("Grpc", LogLevel.Error);
    builder.Logging.AddConfiguration(functionApp.HostJson.GetSection("logging"));
    builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
        kestrel.Listen(options.Address, options.Port ?? functionApp.LocalPort ?? CommandLine.DefaultPort);
    });

    var services = builder.Services;
    services.AddSingleton(options).AddSingleton(functionApp);
    services.AddHttpForwarder();

    // The real host's, for what is under way when it is stopped.
    services.Configure<HostOptions>(shutdown => shutdown.ShutdownTimeout = TimeSpan.FromSeconds(10));

    // Hosted services stop in the reverse order: first what takes work in, then the workers, last their connection.
    services.AddSingleton<WorkerLog>();
    services.AddSingleton<WorkerEndpoint>().AddHostedService(provider => provider.GetRequiredService<WorkerEndpoint>());
    services.AddSingleton<WorkerPool>().AddHostedService(provider => provider.GetRequiredService<WorkerPool>());
    services.AddSingleton<QueueTriggers>().AddHostedService(provider => provider.GetRequiredService<QueueTriggers>());
    services.AddSingleton<TimerTriggers>().AddHostedService(provider => provider.GetRequiredService<TimerTriggers>());
    services.AddSingleton<IManualTrigger>(provider => provider.GetRequiredService<QueueTriggers>());
    services.AddSingleton<IManualTrigger>(provider => provider.GetRequiredService<TimerTriggers>());
    services.AddSingleton(new KeyRing(functionApp, options)).AddSingleton<WorkerForwarder>().AddSingleton<HttpTrigger>();
    services.AddSingleton<FunctionRoutes>().AddSingleton<HostEndpoints>().AddSingleton<Availability>().AddSingleton<Homepage>();

    var host = builder.Build();
    host.Use(host.Services.GetRequiredService<Availability>().HandleAsync);
    host.UseRouting();
    host.Services.GetRequiredService<HostEndpoints>().Map(host);
    ((IEndpointRouteBuilder)host).DataSources.Add(host.Services.GetRequiredService<FunctionRoutes>());
#pragma warning disable ASP0014 // The terminal middleware below must come after the endpoints.
    host.UseEndpoints(_ => { });
#pragma warning restore ASP0014
    host.Run(host.Services.GetRequiredService<Homepage>().HandleAsync);
    return host;
}
