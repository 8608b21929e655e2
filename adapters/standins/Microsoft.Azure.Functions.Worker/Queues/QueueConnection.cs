using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Queues;

/// <summary>Connection strings of storage accounts by the name that a trigger gives.</summary>
internal static class QueueConnection
{
    private const string Prefix = "AzureWebJobs";

    /// <summary>
    /// The setting <c>AzureWebJobs{name}</c>, else <c>{name}</c>; each from <c>ConnectionStrings</c> first. No name means
    /// <c>AzureWebJobsStorage</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no such setting.</exception>
    public static string Resolve(IConfiguration configuration, string? name)
    {
        var connection = string.IsNullOrEmpty(name) ? "Storage" : name;
        return Find(configuration, Prefix + connection)
            ?? Find(configuration, connection)
            ?? throw new InvalidOperationException(
                $"The storage connection string '{(string.IsNullOrEmpty(name) ? Prefix + connection : connection)}' is not set.");
    }

    private static string? Find(IConfiguration configuration, string name) =>
        NullIfEmpty(configuration.GetConnectionString(name)) ?? NullIfEmpty(configuration[name]);

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
