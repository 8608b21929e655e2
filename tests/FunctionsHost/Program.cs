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

CommandLine options;
FunctionApp functionApp;
try
{
    options = CommandLine.Parse(args);
    functionApp = FunctionApp.Load(options.App);
}
catch (Exception e) when (e is ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(e is ArgumentException ? $"{e.Message}\n{CommandLine.Usage}" : e.Message);
    return 2;
}

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

// Hosted services stop in the reverse order: first what takes work in, then the workers, last their connection.
services.AddSingleton<WorkerLog>();
services.AddSingleton<WorkerEndpoint>().AddHostedService(provider => provider.GetRequiredService<WorkerEndpoint>());
services.AddSingleton<WorkerPool>().AddHostedService(provider => provider.GetRequiredService<WorkerPool>());
services.AddSingleton<QueueTriggers>().AddHostedService(provider => provider.GetRequiredService<QueueTriggers>());
services.AddSingleton<TimerTriggers>().AddHostedService(provider => provider.GetRequiredService<TimerTriggers>());
services.AddSingleton<IManualTrigger>(provider => provider.GetRequiredService<QueueTriggers>());
services.AddSingleton<IManualTrigger>(provider => provider.GetRequiredService<TimerTriggers>());
services.AddSingleton<KeyRing>().AddSingleton<WorkerForwarder>().AddSingleton<HttpTrigger>();
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
await host.RunAsync();
return 0;
