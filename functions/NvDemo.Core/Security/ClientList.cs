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

    // By a digest of name and password. One that is wrong is never remembered.
    private readonly ConcurrentDictionary<string, Principal> _verified = new();

    private ClientList(List<Client> clients)
    {
        _clients = clients;
        Cost = clients.Select(client => client.Hash?.Cost ?? 0).DefaultIfEmpty().Max();
    }

    /// <summary>
    /// What it costs to <see cref="Find"/> credentials, as <see cref="PasswordHash.Cost"/>: as much as the dearest hash, whichever client
    /// they name, so that the time does not tell which clients there are; nothing where no client has a hash.
    /// </summary>
    public long Cost { get; }

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

    /// <summary>The principal of credentials that <see cref="Find"/> has found before.</summary>
    public Principal? Verified(BasicCredentials credentials) => _verified.GetValueOrDefault(DigestOf(credentials));

    /// <summary>The principal of the credentials, or <c>null</c> where no client has them.</summary>
    public Principal? Find(BasicCredentials credentials)
    {
        Principal? found = null;
        var spent = 0L;
        foreach (var client in _clients.Where(client => client.IsNamed(credentials.Username)))
        {
            spent += client.Hash?.Cost ?? 0;
            if (client.Matches(credentials.Password))
                found = client.Principal;
        }

        PasswordHash.Spend(credentials.Password, Cost - spent);
        if (found is not null)
            _verified[DigestOf(credentials)] = found;
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
            ? new Client(principal, Named(principal.Username, () => PasswordHash.Parse(hash.GetString() ?? "")), [])
            : new Client(principal, null, Digest(client.GetProperty("password").GetString() ?? throw new KeyNotFoundException()));
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

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static string DigestOf(BasicCredentials credentials) =>
        Convert.ToHexString(Digest($"{credentials.Username}:{credentials.Password}"));

    /// <param name="PasswordDigest">Of a client whose password the secret has itself.</param>
    private sealed record Client(Principal Principal, PasswordHash? Hash, byte[] PasswordDigest)
    {
        public bool IsNamed(string username) => CryptographicOperations.FixedTimeEquals(Digest(username), Digest(Principal.Username));

        public bool Matches(string password) =>
            Hash?.Matches(password) ?? CryptographicOperations.FixedTimeEquals(Digest(password), PasswordDigest);
    }
}
