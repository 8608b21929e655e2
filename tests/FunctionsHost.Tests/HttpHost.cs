namespace FunctionsHost.Tests;

/// <summary>A host with keys and small limits, for the tests of HTTP functions.</summary>
public sealed class HttpHost : IAsyncLifetime
{
    public const string HostKey = "a-host-key", FunctionKey = "keyed's-key", OthersKey = "others'-key";
    public const int BodyLimit = 1_000_000;
    public static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo _secrets = Directory.CreateTempSubdirectory("functions-secrets-");

    public TestHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await WriteAsync("host", $$"""
            {"masterKey":{"name":"master","value":"not this one: the setting wins","encrypted":false},
             "functionKeys":[{"name":"default","value":"{{HostKey}}","encrypted":false}],"systemKeys":[]}
            """);
        await WriteAsync("keyed", $$"""{"keys":[{"name":"default","value":"{{FunctionKey}}","encrypted":false}]}""");
        await WriteAsync("other", $$"""{"keys":[{"name":"default","value":"{{OthersKey}}","encrypted":false}]}""");
        var settings = new Dictionary<string, string?>
        {
            ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = $"{BodyLimit}",
            ["AzureWebJobs.disabled.Disabled"] = "true",
        };
        Host = await TestHost.StartAsync(settings, "--secrets", _secrets.FullName, "--request-limit", $"{RequestLimit}");
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _secrets.Delete(recursive: true);
    }

    private Task WriteAsync(string name, string json) => File.WriteAllTextAsync(Path.Combine(_secrets.FullName, $"{name}.json"), json);
}
