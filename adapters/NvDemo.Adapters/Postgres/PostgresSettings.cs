using Npgsql;
using NvDemo.Adapters.Configuration;

namespace NvDemo.Adapters.Postgres;

/// <param name="ConnectionString">
/// <c>Nv__Database</c>: an Npgsql connection string without credentials. Its root certificate may be given by its path from the folder of
/// the executable, wherever a cloud puts that.
/// </param>
/// <param name="Pooler"><c>Nv__DatabasePooler</c>.</param>
/// <param name="Secret"><c>Nv__DatabaseSecret</c>: the name of the secret that holds its credentials.</param>
public sealed record PostgresSettings(string ConnectionString, DatabasePooler Pooler, string Secret)
{
    private const string Expected =
        "an Npgsql connection string with a host and without user and password, whose pool, if it bounds one, has room, and whose root certificate, if it names one, is there";

    private static readonly Dictionary<string, DatabasePooler> Poolers = new()
    {
        ["none"] = DatabasePooler.None,
        ["rds-proxy"] = DatabasePooler.RdsProxy,
        ["pgbouncer"] = DatabasePooler.PgBouncer,
    };

    public static PostgresSettings Read(SettingsReader settings) => new(
        settings.Required("Nv__Database", Expected, ConnectionStringOf) ?? "",
        Poolers[settings.Parse("Nv__DatabasePooler", "none, rds-proxy or pgbouncer", text => Poolers.ContainsKey(text) ? text : null, "none")],
        SecretName.OfDatabase(settings));

    private static string? ConnectionStringOf(string text)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            if (builder.RootCertificate is { } certificate)
                builder.RootCertificate = Path.Combine(AppContext.BaseDirectory, certificate);
            return builder.Host is { Length: > 0 } && builder.Username is null && builder.Password is null
                && builder.MaxPoolSize >= Math.Max(1, builder.MinPoolSize)
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
