using Amazon.Runtime;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NvDemo.Adapters;
using NvDemo.Core.Events.Sns;
using NvDemo.Core.Ports;
using NvDemo.Functions;
using NvDemo.Functions.Identity;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

WebIdentitySettings? webIdentity = null;
Uri? undeliveredQueue = null;
var settings = Settings.ForServiceWithWebhook(Environment.GetEnvironmentVariable, reader =>
{
    webIdentity = WebIdentitySettings.Read(reader);
    undeliveredQueue = reader.Url("Nv__Azure__UndeliveredQueue", null);
});
var queue = StorageConnection.CreateQueue(Environment.GetEnvironmentVariable, IndexFunction.Queue);

// Core refuses what is over the inline limit, with a reply that says so.
builder.Services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = null);
builder.Services.AddSingleton<IEventQueue>(new StorageEventQueue(queue));
if (webIdentity is { } role)
{
    builder.Services.AddSingleton<AWSCredentials>(
        provider => new WebIdentityCredentials(role, provider.GetRequiredService<ILogger<WebIdentityCredentials>>()));
}

if (undeliveredQueue is { } url)
    builder.Services.AddSingleton<IUndeliveredQueue>(provider => new SqsUndeliveredQueue(url, provider.GetService<AWSCredentials>()));

builder.Services.AddSingleton(
    provider => new Composition(settings, provider.GetRequiredService<ILoggerFactory>(), provider.GetService<AWSCredentials>()));
builder.Services.AddSingleton(provider =>
{
    var composition = provider.GetRequiredService<Composition>();
    return composition.CreateService("azure", composition.CreateAuthenticator(), provider.GetRequiredService<IEventQueue>());
});
builder.Services.AddSingleton(provider => provider.GetRequiredService<Composition>().CreateMigrator());
builder.Services.AddSingleton(provider => new UndeliveredEvents(
    settings.Topic!,
    provider.GetService<IUndeliveredQueue>(),
    provider.GetRequiredService<IEventQueue>(),
    provider.GetRequiredService<ILogger<UndeliveredEvents>>()));

await builder.Build().RunAsync();
