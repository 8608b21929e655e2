using System.Text.RegularExpressions;
using NvDemo.Adapters.Configuration;

namespace NvDemo.Adapters.Redis;

/// <summary>A user of an ElastiCache cache that signs in with IAM.</summary>
/// <param name="Cache"><c>Nv__RedisIam__Cache</c>: the id of the replication group.</param>
/// <param name="UserId"><c>Nv__RedisIam__User</c>: the user's id, which is also its name.</param>
/// <param name="Region"><c>AWS_REGION</c>: where the cache is.</param>
public sealed partial record ElastiCacheUser(string Cache, string UserId, string Region)
{
    private const string CacheName = "Nv__RedisIam__Cache", UserName = "Nv__RedisIam__User";

    /// <summary>Reads the settings; <c>null</c> when none is set, and <c>Nv__Redis</c> says it all.</summary>
    public static ElastiCacheUser? Read(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.AllOrNone(CacheName, UserName)
            ? new ElastiCacheUser(
                reader.Parse(CacheName, "the id of an ElastiCache replication group", IdOf, ""),
                reader.Parse(UserName, "the id of an ElastiCache user", IdOf, ""),
                AwsSettings.Region(reader))
            : null;
    }

    private static string? IdOf(string text) => Id().IsMatch(text) ? text : null;

    // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html and API_CreateUser.html.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9-]{0,39}\z")]
    private static partial Regex Id();
}
