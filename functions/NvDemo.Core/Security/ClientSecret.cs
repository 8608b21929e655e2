using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NvDemo.Core.Security;

/// <summary>
/// The JSON of the <c>client</c> secret, to be changed: in the forms of <see cref="ClientList"/>, and what these do not have stays as it
/// is. The changes say whether they had anything to change.
/// </summary>
public sealed class ClientSecret
{
    private const string Clients = "clients", Username = "username", Password = "password", Hash = "password_hash";

    // In the form with one client, what is that client's; the rest is the secret's.
    private static readonly string[] OfTheClient = [Username, Password, Hash, "scopes", "prefixes"];

    private readonly JsonObject _root;

    private ClientSecret(JsonObject root) => _root = root;

    /// <summary>The clients, in the secret's order.</summary>
    public IReadOnlyList<ClientEntry> Entries => [.. Nodes.Select(Entry)];

    // The secret itself is the client in the form with one.
    private IReadOnlyList<JsonObject> Nodes => _root[Clients] is JsonArray clients ? [.. clients.Select(node => node!.AsObject())] : [_root];

    /// <exception cref="FormatException">The service does not take it. The message never quotes it.</exception>
    public static ClientSecret Parse(string secret)
    {
        ClientList.Parse(secret);
        try
        {
            return new ClientSecret(JsonNode.Parse(secret, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!.AsObject());
        }
        catch (JsonException)
        {
            throw new FormatException("The client secret has a member twice.");
        }
    }

    /// <summary>Adds a client, after the others.</summary>
    /// <returns><c>false</c> where it is there already, with this very hash.</returns>
    /// <exception cref="InvalidInputException">No client can have the name, or another has it.</exception>
    public bool Add(Principal client, PasswordHash hash)
    {
        if (client.Username.Length == 0 || client.Username.Contains(':') || client.Username.Any(char.IsControl))
            throw new InvalidInputException("A client's name must not be empty, and must not contain a colon (RFC 7617) or a control character.");
        if (Named(client.Username) is [var known, ..])
        {
            return HasHash(known, hash) ? false : throw new InvalidInputException($"There is a client '{client.Username}' already.");
        }

        var node = new JsonObject
        {
            [Username] = client.Username,
            [Hash] = hash.ToString(),
            ["scopes"] = Array(client.ScopeWords.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        };
        if (client.Prefixes.Values is { Count: > 0 } prefixes)
            node["prefixes"] = Array(prefixes);
        Several().Add((JsonNode)node);
        return true;
    }

    /// <summary>Gives a client another password.</summary>
    /// <returns><c>false</c> where it has this very hash already.</returns>
    /// <exception cref="InvalidInputException">Not one client alone has the name.</exception>
    public bool Rotate(string username, PasswordHash hash)
    {
        switch (Named(username))
        {
            case []:
                throw new InvalidInputException($"There is no client '{username}'.");
            case [var client]:
                if (HasHash(client, hash))
                    return false;
                client.Remove(Password);
                client[Hash] = hash.ToString();
                return true;
            default:
                throw new InvalidInputException($"Several clients are named '{username}': remove them and add one.");
        }
    }

    /// <summary>Removes every client of a name.</summary>
    /// <returns><c>false</c> where there is none.</returns>
    /// <exception cref="InvalidInputException">Nobody would be left.</exception>
    public bool Remove(string username)
    {
        var named = Named(username);
        if (named.Count > 0 && named.Count == Nodes.Count)
            throw new InvalidInputException($"'{username}' is the last client: without it nobody could call. Add another one first.");
        foreach (var client in named)
            client.Parent!.AsArray().Remove(client);
        return named.Count > 0;
    }

    /// <summary>The secret.</summary>
    public string ToJson()
    {
        using var json = new MemoryStream();
        // It is not for HTML, and the plus of Base64 shall be one.
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            _root.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length);
    }

    private static ClientEntry Entry(JsonObject node)
    {
        using var client = JsonDocument.Parse(node.ToJsonString());
        return new ClientEntry(ClientList.ParsePrincipal(client.RootElement), node.ContainsKey(Hash));
    }

    private static bool HasHash(JsonObject client, PasswordHash hash) => client[Hash]?.GetValue<string>() == hash.ToString();

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private List<JsonObject> Named(string username) => [.. Nodes.Where(node => node[Username]!.GetValue<string>() == username)];

    /// <summary>The clients of the form with several, which the secret has from now on.</summary>
    private JsonArray Several()
    {
        if (_root[Clients] is JsonArray clients)
            return clients;
        var first = new JsonObject();
        foreach (var member in OfTheClient)
        {
            if (_root.TryGetPropertyValue(member, out var value))
            {
                _root.Remove(member);
                first[member] = value;
            }
        }

        var several = new JsonArray(first);
        _root[Clients] = several;
        return several;
    }
}
