using System.Net;
using NvDemo.Adapters.Configuration;
using StackExchange.Redis;

namespace NvDemo.Adapters.Redis;

/// <param name="Configuration"><c>Nv__Redis</c>: a StackExchange.Redis configuration string.</param>
/// <param name="User">Whom to sign in to ElastiCache as; <c>null</c> where the configuration says it all.</param>
public sealed record RedisSettings(string Configuration, ElastiCacheUser? User)
{
    private const string Form = "a StackExchange.Redis configuration string, such as host:6379,ssl=true";

    public static RedisSettings Read(SettingsReader settings) =>
        new(settings.Required("Nv__Redis", Form, ConfigurationOf) ?? "", ElastiCacheUser.Read(settings));

    private static string? ConfigurationOf(string text)
    {
        try
        {
            // A server that it can't read it leaves out.
            var servers = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Count(part => !part.Contains('='));
            var read = ConfigurationOptions.Parse(text).EndPoints;
            return servers > 0 && read.Count == servers && read.All(IsHost) ? text : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    private static bool IsHost(EndPoint server) => server is not DnsEndPoint { Host: var name } || Uri.CheckHostName(name) != UriHostNameType.Unknown;
}
