using Azure.Core;
using Azure.Identity;
using Azure.Storage.Queues;
using NvDemo.Adapters.Configuration;

namespace NvDemo.Azure.StorageQueues;

/// <summary>
/// The Functions app's storage account, from the settings by which the Functions host itself finds it: a connection string, or the account
/// and an identity (https://learn.microsoft.com/azure/azure-functions/functions-reference, "Connecting to host storage with an identity").
/// </summary>
public static class StorageConnection
{
    private const string Name = "AzureWebJobsStorage";
    private const string AccountName = $"{Name}__accountName", ServiceUriName = $"{Name}__queueServiceUri";
    private const string CredentialName = $"{Name}__credential", ClientIdName = $"{Name}__clientId";

    // A delivery of SNS waits for the queue; SNS gives up after 15 s, and tries again.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private static readonly Uri Nowhere = new("https://localhost/");

    private static QueueClientOptions Options => new()
    {
        MessageEncoding = QueueMessageEncoding.Base64,
        Retry = { MaxRetries = 1, NetworkTimeout = Timeout, Delay = RetryDelay },
    };

    /// <summary>A client of one of the account's queues. Nothing connects before the first call.</summary>
    public static QueueClient CreateQueue(SettingsReader settings, string queue) =>
        settings.Parse(Name, "a connection string of a storage account", text => WithConnectionString(text, queue), null)
        ?? new QueueClient(new Uri(ServiceUri(settings), queue), Credential(settings), Options);

    private static QueueClient? WithConnectionString(string text, string queue)
    {
        try
        {
            return new QueueClient(text, queue, Options);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static Uri ServiceUri(SettingsReader settings)
    {
        if (settings.IsSet(Name))
            return Nowhere;
        if (settings.IsSet(ServiceUriName))
            return settings.Parse(ServiceUriName, "an https URL", HttpsUrl, Nowhere);
        if (settings.IsSet(AccountName))
            return settings.Parse(AccountName, "the name of a storage account", name => HttpsUrl($"https://{name}.queue.core.windows.net"), Nowhere);
        settings.Reject($"none of {Name}, {AccountName} and {ServiceUriName} is set");
        return Nowhere;
    }

    private static TokenCredential Credential(SettingsReader settings)
    {
        var client = settings.IsSet(ClientIdName) ? settings.Text(ClientIdName, "") : null;
        if (!settings.Text(CredentialName, "").Equals("managedidentity", StringComparison.OrdinalIgnoreCase))
            return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = client });
        return new ManagedIdentityCredential(
            client is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client));
    }

    private static Uri? HttpsUrl(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps ? url : null;
}
