using System.Text.Json;

namespace NvDemo.Adapters.Postgres;

/// <summary>The <c>postgres</c> secret: <c>{"username","password"}</c>.</summary>
public sealed record DatabaseCredentials(string Username, string Password)
{
    /// <exception cref="FormatException">It has another form. The message never quotes it.</exception>
    public static DatabaseCredentials Parse(string secret)
    {
        try
        {
            using var document = JsonDocument.Parse(secret);
            return new DatabaseCredentials(Text(document, "username"), Text(document, "password"));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The database secret is not JSON of the documented form.");
        }
    }

    /// <summary>Never the password.</summary>
    public override string ToString() => Username;

    private static string Text(JsonDocument document, string name) =>
        document.RootElement.GetProperty(name).GetString() ?? throw new KeyNotFoundException();
}
