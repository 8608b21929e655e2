using System.Text.RegularExpressions;

namespace NvDemo.Adapters.Configuration;

/// <summary>
/// The name of a secret in Secrets Manager (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html), or its
/// ARN. Those that services manage have an exclamation mark too (https://docs.aws.amazon.com/secretsmanager/latest/userguide/service-linked-secrets.html).
/// </summary>
public static partial class SecretName
{
    private const string Form = "the name or ARN of a secret in Secrets Manager";

    /// <summary><c>Nv__ClientSecret</c>.</summary>
    public static string OfClients(SettingsReader settings) => Read(settings, "Nv__ClientSecret", "client");

    /// <summary><c>Nv__DatabaseSecret</c>.</summary>
    public static string OfDatabase(SettingsReader settings) => Read(settings, "Nv__DatabaseSecret", "postgres");

    /// <summary><c>Nv__MigrationSecret</c>; empty without one.</summary>
    public static string OfMigrations(SettingsReader settings) => Read(settings, "Nv__MigrationSecret", "");

    private static string Read(SettingsReader settings, string name, string fallback) =>
        settings.Parse(name, Form, text => Name().IsMatch(text) || Arn().IsMatch(text) ? text : null, fallback);

    [GeneratedRegex(@"^[A-Za-z0-9/_+=.@!-]{1,512}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]{1,519}\z")]
    private static partial Regex Arn();
}
