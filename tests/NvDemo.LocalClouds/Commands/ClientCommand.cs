using Amazon.Runtime;
using NvDemo.Adapters.SecretsManager;
using NvDemo.Core;
using NvDemo.Core.Security;

namespace NvDemo.LocalClouds.Commands;

/// <summary>
/// <c>client</c>: administers the clients of the running clouds, or of a deployment. The standard output has the list, or the password
/// alone, so that a script can take it.
/// </summary>
internal static class ClientCommand
{
    public const string Usage = """
        usage: client list
               client add NAME [--scopes read,write,delete] [--prefix PREFIX/]...
               client rotate NAME
               client remove NAME
        Each on the local clouds, or with --aws [--secret SECRET] on AWS with your own credentials and region.
        """;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (ClientCommandLine.Parse(arguments) is not { } command)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            using var store = command.IsAws ? new SecretsManagerStore() : await OnLocalCloudsAsync((endpoint, keys) => new SecretsManagerStore(endpoint, keys));
            using var editor = command.IsAws ? new SecretsManagerEditor() : await OnLocalCloudsAsync((endpoint, keys) => new SecretsManagerEditor(endpoint, keys));
            await RunAsync(command, new ClientAdministration(store, editor, command.Secret));
            return 0;
        }
        catch (DependencyException e)
        {
            // Why, if Secrets Manager or its client has said so; neither quotes a secret.
            var reason = e.InnerException is AmazonServiceException or AmazonClientException ? e.InnerException.Message : e.Message;
            await Console.Error.WriteLineAsync($"{command.Secret}: {reason}");
            return 1;
        }
        catch (Exception e) when (e is InvalidInputException or FormatException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task RunAsync(ClientCommandLine command, ClientAdministration clients)
    {
        var name = command.Name;
        switch (command.Action)
        {
            case "list":
                foreach (var client in await clients.ListAsync(CancellationToken.None))
                    Console.WriteLine(Line(client));
                break;
            case "add":
                var principal = new Principal(name, Principal.ParseScopes(command.Scopes)) { Prefixes = command.KeyPrefixes };
                await ShowAsync(await clients.AddAsync(principal, CancellationToken.None), $"Client {name} is added.");
                break;
            case "rotate":
                await ShowAsync(await clients.RotateAsync(name, CancellationToken.None), $"Client {name} has another password.");
                await TellEndAsync("The former one goes on");
                break;
            default:
                await clients.RemoveAsync(name, CancellationToken.None);
                await Console.Error.WriteLineAsync($"Client {name} is removed.");
                await TellEndAsync("Its password goes on");
                break;
        }
    }

    private static async Task ShowAsync(string password, string done)
    {
        await Console.Error.WriteLineAsync($"{done} Its password, which is shown only now, works at once on both clouds:");
        Console.WriteLine(password);
    }

    // The instances read the secret once a minute, and API Gateway keeps what the authorizer has answered.
    private static Task TellEndAsync(string subject) => Console.Error.WriteLineAsync($"""
        {subject} for up to 60 s on Azure, and on AWS for up to 60 s and then the authorizer's TTL, 60 s by default.
        On AWS this ends the latter: aws apigateway flush-stage-authorizers-cache --rest-api-id ID --stage-name live
        """);

    private static string Line(ClientEntry client)
    {
        var (principal, prefixes) = (client.Principal, client.Principal.Prefixes.Values);
        return string.Join('\t', principal.Username, principal.ScopeWords.Replace(' ', ','), prefixes.Count == 0 ? "all keys" : string.Join(',', prefixes),
            client.IsHashed ? "hash" : "plain");
    }

    private static async Task<T> OnLocalCloudsAsync<T>(Func<Uri, AWSCredentials, T> create)
    {
        using var clouds = await RunningClouds.FindAsync();
        return create(
            new Uri(clouds.Endpoint("aws_endpoint")), new BasicAWSCredentials(clouds.Endpoint("access_key"), clouds.Endpoint("secret_key")));
    }
}
