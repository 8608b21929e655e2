using Azure.Core;
using Azure.Identity;
using Azure.Storage.Queues;
using FunctionsHost.App;

namespace FunctionsHost.Queues;

/// <summary>
/// The storage account that a trigger's <c>connection</c> names: a setting with its connection string, or settings with its name and an
/// identity (https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#connections).
/// </summary>
internal static class QueueAccount
{
    private const string Prefix = "AzureWebJobs";

    /// <summary>
    /// A client of the account of the setting <c>AzureWebJobs{name}</c>, else <c>{name}</c>; no name means <c>AzureWebJobsStorage</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">No such setting, or a malformed one.</exception>
    public static QueueServiceClient Open(FunctionApp app, string? connection)
    {
        var name = string.IsNullOrEmpty(connection) ? "Storage" : app.Resolve(connection);
        var options = new QueueClientOptions();

        // The listener has a back-off of its own.
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        return Open(app.Configuration, Prefix + name, options)
            ?? Open(app.Configuration, name, options)
            ?? throw new InvalidOperationException(
                $"The storage connection '{(string.IsNullOrEmpty(connection) ? Prefix + name : name)}' is not set.");
    }

    private static QueueServiceClient? Open(IConfiguration settings, string name, QueueClientOptions options)
    {
        if (Text(settings.GetConnectionString(name)) is { } connectionString || (connectionString = Text(settings[name])) is not null)
        {
            try
            {
                return new QueueServiceClient(connectionString, options);
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                // Never the value or what is said about it: it holds a key.
                throw new InvalidOperationException($"The setting '{name}' is not a connection string of a storage account.");
            }
        }

        var section = settings.GetSection(name);
        var uri = Text(section["queueServiceUri"])
            ?? (Text(section["accountName"]) is { } account ? $"https://{account}.queue.core.windows.net" : null);
        return uri is null ? null : new QueueServiceClient(new Uri(uri), Credential(section), options);
    }

    private static TokenCredential Credential(IConfiguration section)
    {
        var client = Text(section["clientId"]);
        if (!string.Equals(section["credential"], "managedidentity", StringComparison.OrdinalIgnoreCase))
            return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = client });
        return new ManagedIdentityCredential(
            client is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client));
    }

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
