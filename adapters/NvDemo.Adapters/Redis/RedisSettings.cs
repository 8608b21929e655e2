using NvDemo.Adapters.Configuration;

namespace NvDemo.Adapters.Redis;

/// <param name="Configuration"><c>Nv__Redis</c>: a StackExchange.Redis configuration string.</param>
/// <param name="User">Whom to sign in to ElastiCache as; <c>null</c> where the configuration says it all.</param>
public sealed record RedisSettings(string Configuration, ElastiCacheUser? User)
{
    public static RedisSettings Read(SettingsReader settings) => new(settings.Required("Nv__Redis"), ElastiCacheUser.Read(settings));
}
