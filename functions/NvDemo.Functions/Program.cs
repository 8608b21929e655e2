using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NvDemo.Adapters;
using NvDemo.Adapters.Configuration;
using NvDemo.Azure;
using NvDemo.Core.Composition;
using NvDemo.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

// Core refuses what is over the inline limit, or too slow, with a response that says so.
builder.Services.Configure<KestrelServerOptions>(options =>
{
    options.Limits.MaxRequestBodySize = null;
    options.Limits.MinRequestBodyDataRate = null;
});

var settings = new SettingsReader(Environment.GetEnvironmentVariable);
builder.Services
    .AddSingleton(new ClientAddress(settings.Text("Nv__Azure__FrontDoorId", "")))
    .AddNvCore(ServiceSettings.Read(settings, "azure"))
    .AddDataPlane(settings)
    .AddMigrations(settings)
    .AddBasicAuthentication(settings)
    .AddAzure(settings, IndexFunction.Queue);
settings.ThrowIfAnyIsWrong();

await builder.Build().RunAsync();
