using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FunctionsHost.App;

namespace FunctionsHost.Http;

/// <summary>
/// The keys that callers may have: the master key, from the setting <c>AzureWebJobsMasterKey</c> or a folder of secrets, and from there
/// host and function keys, in the files that the real host writes with <c>AzureWebJobsSecretStorageType=files</c>.
/// Without keys nobody is more than anonymous.
/// </summary>
internal sealed class KeyRing
{
    private readonly byte[]? _master;
    private readonly List<byte[]> _host = [];
    private readonly Dictionary<string, List<byte[]>> _functions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the keys.</summary>
    /// <exception cref="InvalidOperationException">A file can't be read.</exception>
    public KeyRing(FunctionApp app, CommandLine options)
    {
        if (options.Secrets is { } folder)
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
            {
                var secrets = Read(file);
                var name = Path.GetFileNameWithoutExtension(file);
                if (!name.Equals("host", StringComparison.OrdinalIgnoreCase))
                {
                    _functions[name] = secrets.Keys.ConvertAll(Hash);
                    continue;
                }

                _host = secrets.FunctionKeys.ConvertAll(Hash);
                _master = secrets.MasterKey is { } key ? Hash(key) : null;
            }
        }

        if (app.Setting("AzureWebJobsMasterKey") is { } master)
            _master = Hash(master);
    }

    /// <summary>Whether the request has the master key.</summary>
    public bool IsAdmin(HttpRequest request) => Matches(HashOf(request), _master);

    /// <summary>Whether the request may call a function: its <c>authLevel</c> is anonymous, function or admin.</summary>
    public bool MayCall(HttpRequest request, FunctionDefinition function)
    {
        var level = function.Text("authLevel") ?? "function";
        if (level.Equals("anonymous", StringComparison.OrdinalIgnoreCase))
            return true;
        var key = HashOf(request);
        return Matches(key, _master)
            || (level.Equals("function", StringComparison.OrdinalIgnoreCase)
                && _host.Concat(_functions.GetValueOrDefault(function.Name) ?? []).Any(own => Matches(key, own)));
    }

    // The header, also an empty one, before the query.
    private static byte[] HashOf(HttpRequest request)
    {
        var header = request.Headers["x-functions-key"];
        return Hash(header.Count > 0 ? header[0] ?? "" : request.Query["code"].ToString());
    }

    private static bool Matches(byte[] key, byte[]? own) => own is not null && CryptographicOperations.FixedTimeEquals(key, own);

    private static byte[] Hash(Key key) => key.Value is { Length: > 0 } value
        ? Hash(value)
        : throw new InvalidOperationException("A file of keys has a key without a value.");

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static SecretsFile Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<SecretsFile>(File.ReadAllText(file), JsonSerializerOptions.Web)
                ?? throw new InvalidOperationException($"{file} is no file of keys.");
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"{file} is no file of keys: {e.Message}", e);
        }
    }

    private sealed record Key(string? Value);

    private sealed record SecretsFile
    {
        public Key? MasterKey { get; init; }

        public List<Key> FunctionKeys { get; init; } = [];

        public List<Key> Keys { get; init; } = [];
    }
}
