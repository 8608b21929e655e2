using NvDemo.Adapters.Configuration;

namespace NvDemo.Adapters.Redis;

/// <summary>Where the cache is.</summary>
/// <param name="Configuration"><c>Nv__Redis</c>: a StackExchange.Redis configuration string.</param>
/// <param name="User">Whom to sign in to ElastiCache as; <c>null</c> where the configuration says it all.</param>
public sealed record RedisSettings(string Configuration, ElastiCacheUser? User)
{
    /// <summary>Reads the settings.</summary>
    public static RedisSettings Read(SettingsReader settings) => new(settings.Required("Nv__Redis"), ElastiCacheUser.Read(settings));
}
