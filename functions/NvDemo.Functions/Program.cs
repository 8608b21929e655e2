using Amazon.Runtime;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NvDemo.Adapters;
using NvDemo.Functions.Identity;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

WebIdentitySettings? webIdentity = null;
var settings = Settings.ForService(Environment.GetEnvironmentVariable, reader => webIdentity = WebIdentitySettings.Read(reader));

// Core refuses what is over the inline limit, with a reply that says so.
builder.Services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = null);
if (webIdentity is { } role)
{
    builder.Services.AddSingleton<AWSCredentials>(
        provider => new WebIdentityCredentials(role, provider.GetRequiredService<ILogger<WebIdentityCredentials>>()));
}

builder.Services.AddSingleton(
    provider => new Composition(settings, provider.GetRequiredService<ILoggerFactory>(), provider.GetService<AWSCredentials>()));
builder.Services.AddSingleton(provider =>
{
    var composition = provider.GetRequiredService<Composition>();
    return composition.CreateService("azure", composition.CreateAuthenticator());
});
builder.Services.AddSingleton(provider => provider.GetRequiredService<Composition>().CreateMigrator());

await builder.Build().RunAsync();
