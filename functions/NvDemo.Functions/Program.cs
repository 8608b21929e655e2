using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NvDemo.Adapters;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

var settings = Settings.ForService(Environment.GetEnvironmentVariable);

// Core refuses what is over the inline limit, with a reply that says so.
builder.Services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = null);
builder.Services.AddSingleton(provider => new Composition(settings, provider.GetRequiredService<ILoggerFactory>()));
builder.Services.AddSingleton(provider =>
{
    var composition = provider.GetRequiredService<Composition>();
    return composition.CreateService("azure", composition.CreateAuthenticator());
});
builder.Services.AddSingleton(provider => provider.GetRequiredService<Composition>().CreateMigrator());

await builder.Build().RunAsync();
