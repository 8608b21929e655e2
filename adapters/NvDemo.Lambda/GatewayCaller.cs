using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using NvDemo.Core.Security;
using NvDemo.Core.Storage;

namespace NvDemo.Lambda;

/// <summary>The caller as the authorizer's context carries it from API Gateway, which knows only text there, to the api function.</summary>
internal static class GatewayCaller
{
    private const string Username = "username";
    private const string Scopes = "scopes";
    private const string Prefixes = "prefixes";

    /// <summary>A caller's context; without <c>prefixes</c>, a JSON array, where all keys are meant.</summary>
    public static APIGatewayCustomAuthorizerContextOutput Context(Principal principal)
    {
        var context = new APIGatewayCustomAuthorizerContextOutput { [Username] = principal.Username, [Scopes] = principal.ScopeWords };
        if (principal.Prefixes.Values is { Count: > 0 } prefixes)
            context[Prefixes] = JsonSerializer.Serialize([.. prefixes], LambdaJsonContext.Default.StringArray);
        return context;
    }

    /// <summary>The caller, or <c>null</c> when no authorizer has seen the request, or what it said can't be read.</summary>
    public static Principal? Of(APIGatewayProxyRequest request)
    {
        var context = request.RequestContext?.Authorizer;
        if (context is null || !context.TryGetValue(Username, out var username) || !context.TryGetValue(Scopes, out var scopes))
            return null;
        try
        {
            return new Principal(
                username.ToString()!, Principal.ParseScopes(scopes.ToString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            {
                Prefixes = context.TryGetValue(Prefixes, out var prefixes) ? ParsePrefixes(prefixes.ToString()!) : KeyPrefixes.All,
            };
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private static KeyPrefixes ParsePrefixes(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Principal.ParsePrefixes(document.RootElement);
    }
}
