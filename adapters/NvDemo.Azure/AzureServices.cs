using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NvDemo.Adapters.Configuration;
using NvDemo.Azure.DeadLetters;
using NvDemo.Azure.SnsWebhook;
using NvDemo.Azure.StorageQueues;
using NvDemo.Azure.WebIdentity;

namespace NvDemo.Azure;

/// <summary>
/// What the Azure half adds to the service. The settings are read at once; nothing connects before it is used.
/// </summary>
public static class AzureServices
{
    /// <summary>
    /// Adds AWS's credentials, the route of the SNS webhook with the queue that it fills, <see cref="EventDrain"/>, which empties it, and
    /// <see cref="DeadLetterRedrive"/>.
    /// </summary>
    /// <param name="queue">The name of the Storage queue of the events.</param>
    public static IServiceCollection AddAzure(this IServiceCollection services, SettingsReader settings, string queue) => services
        .AddWebIdentity(settings)
        .AddEvents(settings, queue);

    private static IServiceCollection AddWebIdentity(this IServiceCollection services, SettingsReader settings) =>
        WebIdentitySettings.Read(settings) is not { } role ? services : services.AddSingleton<AWSCredentials>(
            provider => new WebIdentityCredentials(role, provider.GetRequiredService<ILogger<WebIdentityCredentials>>()));

    private static IServiceCollection AddEvents(this IServiceCollection services, SettingsReader settings, string queue)
    {
        var events = new StorageEventQueue(StorageConnection.CreateQueue(settings, queue), StorageEventQueue.ReadVisibilityTimeout(settings));
        var sns = SnsSettings.Read(settings);
        var deadLetters = SqsDeadLetterQueue.ReadUrl(settings);
        if (deadLetters is not null)
            services.AddSingleton<IDeadLetterQueue>(provider => new SqsDeadLetterQueue(deadLetters, provider.GetService<AWSCredentials>()));
        return services
            .AddSingleton<IEventQueue>(events)
            .AddSingleton<IEventBacklog>(events)
            .AddSingleton<EventDrain>()
            .AddSingleton(sns)
            .AddSingleton(_ => new SnsEndpoint(SnsEndpoint.CreateClient()))
            .AddSingleton(provider => new CertificateTrust(sns.Topic, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<SigningCertificates>()
            .AddSingleton(provider => new SnsSignature(sns.Topic, provider.GetRequiredService<SigningCertificates>()))
            .AddSingleton<ReceiveSnsMessage>()
            .AddSingleton(provider => provider.GetRequiredService<ReceiveSnsMessage>().Route)
            .AddSingleton(provider => new DeadLetterRedrive(
                sns.Topic,
                provider.GetService<IDeadLetterQueue>(),
                provider.GetRequiredService<IEventQueue>(),
                provider.GetRequiredService<ILogger<DeadLetterRedrive>>()));
    }
}
