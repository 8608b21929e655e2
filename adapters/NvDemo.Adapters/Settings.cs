using System.Net;
using Npgsql;
using NvDemo.Adapters.Redis;
using NvDemo.Core;
using NvDemo.Core.Events.Sns;

namespace NvDemo.Adapters;

/// <summary>The settings, from environment variables of the same names on both clouds: docs/settings.md.</summary>
public sealed record Settings
{
    /// <summary><c>Nv__Bucket</c>.</summary>
    public required string Bucket { get; init; }

    /// <summary><c>Nv__PublicUrl</c>: where clients reach the service on whichever cloud; ends in a slash.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>
    /// <c>Nv__Database</c>: an Npgsql connection string without credentials. Its root certificate may be given by its path from the folder
    /// of the executable, wherever a cloud puts that.
    /// </summary>
    public required string Database { get; init; }

    /// <summary><c>Nv__Redis</c>: a StackExchange.Redis configuration string.</summary>
    public required string Redis { get; init; }

    /// <summary>The user of the cache that signs in with IAM; <c>null</c> where <c>Nv__Redis</c> says it all.</summary>
    public required ElastiCacheUser? RedisUser { get; init; }

    /// <summary><c>Nv__ClientSecret</c>: the name of the secret that holds the clients.</summary>
    public required string ClientSecret { get; init; }

    /// <summary><c>Nv__DatabaseSecret</c>: the name of the secret that holds the database's credentials.</summary>
    public required string DatabaseSecret { get; init; }

    /// <summary><c>Nv__InlineLimit</c>, bytes.</summary>
    public required long InlineLimit { get; init; }

    /// <summary><c>Nv__PresignSeconds</c>.</summary>
    public required TimeSpan PresignLifetime { get; init; }

    /// <summary><c>Nv__CorsOrigins</c>: separated by commas.</summary>
    public required IReadOnlyList<string> CorsOrigins { get; init; }

    /// <summary><c>AWS_ENDPOINT_URL_S3</c> or <c>AWS_ENDPOINT_URL</c>: an S3 server other than Amazon's.</summary>
    public required Uri? S3Endpoint { get; init; }

    /// <summary><c>Nv__TopicArn</c>: the topic of the bucket's events.</summary>
    public required SnsTopic? Topic { get; init; }

    /// <summary><c>AWS_ENDPOINT_URL_SNS</c> or <c>AWS_ENDPOINT_URL</c>: an SNS other than Amazon's.</summary>
    public required Uri? SnsEndpoint { get; init; }

    /// <summary>Reads the settings of the whole service.</summary>
    /// <param name="variable">An environment variable's value, or <c>null</c>.</param>
    /// <exception cref="SettingsException">Some are missing or malformed; the message names every one.</exception>
    public static Settings ForService(Func<string, string?> variable) =>
        Read(variable, null, "Nv__Bucket", "Nv__PublicUrl", "Nv__Database", "Nv__Redis");

    /// <summary>Reads the settings of the whole service where the topic delivers to it by HTTP, and those of its cloud alone.</summary>
    /// <param name="variable">An environment variable's value, or <c>null</c>.</param>
    /// <param name="others">Reads those of the cloud.</param>
    /// <exception cref="SettingsException">Some of either are missing or malformed; the message names every one.</exception>
    public static Settings ForServiceWithWebhook(Func<string, string?> variable, Action<SettingsReader>? others = null) =>
        Read(variable, others, "Nv__Bucket", "Nv__PublicUrl", "Nv__Database", "Nv__Redis", "Nv__TopicArn");

    /// <summary>Reads the settings of a process that only migrates the database.</summary>
    /// <exception cref="SettingsException">Some are missing or malformed; the message names every one.</exception>
    public static Settings ForMigration(Func<string, string?> variable) => Read(variable, null, "Nv__Database");

    /// <summary>Reads the settings of a process that only authenticates.</summary>
    /// <exception cref="SettingsException">Some are malformed; the message names every one.</exception>
    public static Settings ForAuthentication(Func<string, string?> variable) => Read(variable, null);

    /// <summary>What the service is told about itself.</summary>
    public ServiceOptions ToServiceOptions(string cloud) => new()
    {
        Cloud = cloud,
        Bucket = Bucket,
        PublicUrl = PublicUrl,
        InlineLimit = InlineLimit,
        PresignLifetime = PresignLifetime,
        CorsOrigins = CorsOrigins,
        Topic = Topic,
        AcceptsUnverifiedEvents = SnsEndpoint is { } endpoint && IsLoopback(endpoint),
    };

    private static Settings Read(Func<string, string?> variable, Action<SettingsReader>? others, params string[] required)
    {
        var reader = new SettingsReader(variable, required);
        var settings = new Settings
        {
            Bucket = reader.Text("Nv__Bucket", ""),
            PublicUrl = WithSlash(reader.Url("Nv__PublicUrl", new Uri("http://localhost/"))),
            Database = reader.Parse(
                "Nv__Database",
                "an Npgsql connection string without user and password, whose root certificate, if it names one, is there",
                ConnectionStringOf,
                ""),
            Redis = reader.Text("Nv__Redis", ""),
            RedisUser = ElastiCacheUser.Read(reader),
            ClientSecret = reader.Text("Nv__ClientSecret", "client"),
            DatabaseSecret = reader.Text("Nv__DatabaseSecret", "postgres"),
            InlineLimit = reader.Number("Nv__InlineLimit", 1, 5 * 1024 * 1024, 4 * 1024 * 1024),
            PresignLifetime = TimeSpan.FromSeconds(reader.Number("Nv__PresignSeconds", 1, 7 * 24 * 3600, 3600)),
            CorsOrigins = reader.Text("Nv__CorsOrigins", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            S3Endpoint = reader.Url("AWS_ENDPOINT_URL_S3", null) ?? reader.Url("AWS_ENDPOINT_URL", null),
            Topic = reader.Parse("Nv__TopicArn", "the ARN of a standard SNS topic", SnsTopic.Parse, null),
            SnsEndpoint = reader.Url("AWS_ENDPOINT_URL_SNS", null) ?? reader.Url("AWS_ENDPOINT_URL", null),
        };
        others?.Invoke(reader);
        reader.ThrowIfAnyIsWrong();
        return settings;
    }

    /// <summary>Whether nobody but this machine can answer there: <c>localhost</c>, 127.0.0.0/8 or ::1.</summary>
    private static bool IsLoopback(Uri url) =>
        url.IdnHost == "localhost" || (IPAddress.TryParse(url.IdnHost, out var address) && IPAddress.IsLoopback(address));

    // What is relative to it must not take the place of its last segment.
    private static Uri WithSlash(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");

    private static string? ConnectionStringOf(string text)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            if (builder.RootCertificate is { } certificate)
                builder.RootCertificate = Path.Combine(AppContext.BaseDirectory, certificate);
            return builder.Host is { Length: > 0 } && builder.Username is null && builder.Password is null
                && (builder.RootCertificate is null || File.Exists(builder.RootCertificate))
                ? builder.ConnectionString
                : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return null;
        }
    }
}
