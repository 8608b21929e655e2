using NvDemo.Adapters.Configuration;

namespace NvDemo.Adapters.Redis;

/// <summary>A user of an ElastiCache cache that signs in with IAM.</summary>
/// <param name="Cache"><c>Nv__RedisIam__Cache</c>: the id of the replication group.</param>
/// <param name="UserId"><c>Nv__RedisIam__User</c>: the user's id, which is also its name.</param>
/// <param name="Region"><c>AWS_REGION</c>: where the cache is.</param>
public sealed record ElastiCacheUser(string Cache, string UserId, string Region)
{
    private const string CacheName = "Nv__RedisIam__Cache", UserName = "Nv__RedisIam__User", RegionName = "AWS_REGION";

    /// <summary>Reads the settings; <c>null</c> when none is set, and <c>Nv__Redis</c> says it all.</summary>
    public static ElastiCacheUser? Read(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.AllOrNone(CacheName, UserName)
            ? new ElastiCacheUser(reader.Text(CacheName, ""), reader.Text(UserName, ""), reader.Required(RegionName))
            : null;
    }
}
