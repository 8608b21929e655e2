using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NvDemo.Adapters.Configuration;
using NvDemo.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

// Core refuses what is over the inline limit, or too slow, with a response that says so.
builder.Services.Configure<KestrelServerOptions>(options =>
{
    options.Limits.MaxRequestBodySize = null;
    options.Limits.MinRequestBodyDataRate = null;
});

// Of bodies that come faster than they are passed on each connection would hold a megabyte.
builder.Services.Configure<SocketTransportOptions>(options => options.MaxReadBufferSize = 64 * 1024);
try
{
    var settings = new SettingsReader(Environment.GetEnvironmentVariable);
    var monitor = Environment.GetEnvironmentVariable("APPLICATIONINSIGHTS_CONNECTION_STRING");
    var identity = Environment.GetEnvironmentVariable("AZURE_CLIENT_ID");
    builder.Services
        .AddTracesExport(settings, monitor, identity)
        .AddMetricsExport(monitor, identity)
        .AddApp(settings);
}
catch (SettingsException e)
{
    // The message is all; the Functions host logs it.
    Console.Error.WriteLine(e.Message);
    return 1;
}

await builder.Build().RunAsync();
return 0;
