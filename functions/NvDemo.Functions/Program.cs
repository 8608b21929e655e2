using Microsoft.AspNetCore.Server.Kestrel.Core;
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
try
{
    builder.Services
        .AddApp(new SettingsReader(Environment.GetEnvironmentVariable))
        .AddMetricsExport(
            Environment.GetEnvironmentVariable("APPLICATIONINSIGHTS_CONNECTION_STRING"), Environment.GetEnvironmentVariable("AZURE_CLIENT_ID"));
}
catch (SettingsException e)
{
    // The message is all; the Functions host logs it.
    Console.Error.WriteLine(e.Message);
    return 1;
}

await builder.Build().RunAsync();
return 0;
