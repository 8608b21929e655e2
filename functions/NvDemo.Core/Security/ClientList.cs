using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NvDemo.Core.Security;

/// <summary>
/// The clients that the <c>client</c> secret names: <c>{"username","password"}</c>, or <c>{"clients":[{"username",
/// "password"|"password_hash","scopes","prefixes"}]}</c>. Without scopes a client may do everything, without prefixes with every key.
/// </summary>
public sealed class ClientList
{
    private readonly List<Client> _clients;

    // A slow hash is computed once for a password that is right; one that is wrong is never remembered.
    private readonly ConcurrentDictionary<string, Principal> _verified = new();

    private ClientList(List<Client> clients) => _clients = clients;

    /// <exception cref="FormatException">It has another form. The message never quotes it.</exception>
    public static ClientList Parse(string secret)
    {
        try
        {
            using var document = JsonDocument.Parse(secret);
            return document.RootElement.TryGetProperty("clients", out var clients)
                ? new ClientList([.. clients.EnumerateArray().Select(ParseClient)])
                : new ClientList([ParseClient(document.RootElement)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The client secret is not JSON of the documented form.");
        }
    }

    /// <summary>The principal of the credentials, or <c>null</c> where no client has them.</summary>
    public Principal? Find(BasicCredentials credentials)
    {
        var digest = Convert.ToHexString(Digest($"{credentials.Username}:{credentials.Password}"));
        if (_verified.TryGetValue(digest, out var known))
            return known;

        Principal? found = null;
        foreach (var client in _clients)
        {
            if (client.Matches(credentials))
                found = client.Principal;
        }

        if (found is not null)
            _verified[digest] = found;
        return found;
    }

    /// <summary>Who a client is, and what it may do.</summary>
    internal static Principal ParsePrincipal(JsonElement client)
    {
        var scopes = client.TryGetProperty("scopes", out var words)
            ? Principal.ParseScopes(words.EnumerateArray().Select(word => word.GetString() ?? ""))
            : Scopes.All;
        var principal = new Principal(client.GetProperty("username").GetString() ?? throw new KeyNotFoundException(), scopes);
        if (client.TryGetProperty("prefixes", out var prefixes))
            principal = principal with { Prefixes = Named(principal.Username, () => Principal.ParsePrefixes(prefixes)) };
        return principal;
    }

    private static Client ParseClient(JsonElement client)
    {
        var principal = ParsePrincipal(client);
        return client.TryGetProperty("password_hash", out var hash)
            ? new Client(principal, Named(principal.Username, () => PasswordHash.Parse(hash.GetString() ?? "")).Matches)
            : new Client(principal, EqualTo(client.GetProperty("password").GetString() ?? throw new KeyNotFoundException()));
    }

    private static T Named<T>(string username, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (FormatException e)
        {
            throw new FormatException($"Client '{username}': {e.Message}");
        }
    }

    private static Func<string, bool> EqualTo(string password)
    {
        var expected = Digest(password);
        return candidate => CryptographicOperations.FixedTimeEquals(Digest(candidate), expected);
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private sealed record Client(Principal Principal, Func<string, bool> PasswordMatches)
    {
        public bool Matches(BasicCredentials credentials) =>
            CryptographicOperations.FixedTimeEquals(Digest(credentials.Username), Digest(Principal.Username))
            && PasswordMatches(credentials.Password);
    }
}
