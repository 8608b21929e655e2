using NvDemo.Core.Storage;

namespace NvDemo.LocalClouds.Commands;

/// <summary>The arguments of <c>client</c>.</summary>
internal sealed class ClientCommandLine
{
    // The names that docs/settings.md and terraform/variables.tf give the secret by default.
    private const string LocalSecret = "client", AwsSecret = "nv-demo/client";

    private readonly List<string> _prefixes = [];
    private string? _secret;
    private string? _scopes;

    public string Action { get; private set; } = "";

    public string Name { get; private set; } = "";

    public bool IsAws { get; private set; }

    public string Secret => _secret ?? (IsAws ? AwsSecret : LocalSecret);

    public IEnumerable<string> Scopes => (_scopes ?? "read,write,delete").Split(',');

    /// <exception cref="FormatException">One is no prefix.</exception>
    public KeyPrefixes KeyPrefixes => _prefixes.Count == 0 ? KeyPrefixes.All : KeyPrefixes.Only(_prefixes);

    /// <summary>Reads them; <c>null</c> where they are no command.</summary>
    public static ClientCommandLine? Parse(IReadOnlyList<string> arguments)
    {
        var command = new ClientCommandLine();
        var words = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--aws":
                    command.IsAws = true;
                    break;
                case "--secret" when ++i < arguments.Count:
                    command._secret = arguments[i];
                    break;
                case "--scopes" when ++i < arguments.Count:
                    command._scopes = arguments[i];
                    break;
                case "--prefix" when ++i < arguments.Count:
                    command._prefixes.Add(arguments[i]);
                    break;
                case var word when !word.StartsWith('-'):
                    words.Add(word);
                    break;
                default:
                    return null;
            }
        }

        (command.Action, command.Name) = (words.FirstOrDefault(""), words.ElementAtOrDefault(1) ?? "");
        var limits = command._scopes is not null || command._prefixes.Count > 0;
        return words switch
        {
            ["list"] when !limits => command,
            ["add", _] => command,
            ["rotate" or "remove", _] when !limits => command,
            _ => null,
        };
    }
}
