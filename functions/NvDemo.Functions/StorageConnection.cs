using Azure.Core;
using Azure.Identity;
using Azure.Storage.Queues;
using NvDemo.Adapters;

namespace NvDemo.Functions;

/// <summary>
/// The Functions app's storage account, from the settings by which the Functions host itself finds it: a connection string, or the account
/// and an identity (https://learn.microsoft.com/azure/azure-functions/functions-reference, "Connecting to host storage with an identity").
/// </summary>
public static class StorageConnection
{
    private const string Name = "AzureWebJobsStorage";

    // A delivery of SNS waits for the queue; SNS gives up after 15 s, and tries again.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>A client of one of the account's queues. Nothing connects before the first call.</summary>
    /// <param name="variable">An environment variable's value, or <c>null</c>.</param>
    /// <param name="queue">The queue.</param>
    /// <exception cref="SettingsException">The settings name no account, or are malformed.</exception>
    public static QueueClient CreateQueue(Func<string, string?> variable, string queue)
    {
        if (Text(Name) is { } connectionString)
        {
            try
            {
                return new QueueClient(connectionString, queue, Options);
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                // Never the value or what is said about it: it holds a key.
                throw new SettingsException($"{Name} is not a connection string of a storage account.");
            }
        }

        return new QueueClient(new Uri(ServiceUri(), queue), Credential(), Options);

        Uri ServiceUri()
        {
            var text = Text($"{Name}__queueServiceUri")
                ?? (Text($"{Name}__accountName") is { } account ? $"https://{account}.queue.core.windows.net" : null)
                ?? throw new SettingsException($"None of {Name}, {Name}__accountName and {Name}__queueServiceUri is set.");
            return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
                ? uri
                : throw new SettingsException($"{Name}__accountName or {Name}__queueServiceUri does not lead to an https URL.");
        }

        TokenCredential Credential()
        {
            var client = Text($"{Name}__clientId");
            if (!string.Equals(Text($"{Name}__credential"), "managedidentity", StringComparison.OrdinalIgnoreCase))
                return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = client });
            return new ManagedIdentityCredential(
                client is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client));
        }

        string? Text(string name) => variable(name) is { Length: > 0 } value ? value : null;
    }

    private static QueueClientOptions Options => new()
    {
        MessageEncoding = QueueMessageEncoding.Base64,
        Retry = { MaxRetries = 1, NetworkTimeout = Timeout, Delay = RetryDelay },
    };
}
