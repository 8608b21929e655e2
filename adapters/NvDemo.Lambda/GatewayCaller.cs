using Amazon.Lambda.APIGatewayEvents;
using NvDemo.Core.Security;

namespace NvDemo.Lambda;

/// <summary>The caller as the authorizer's context carries it from API Gateway to the api function.</summary>
internal static class GatewayCaller
{
    public const string Username = "username";
    public const string Scopes = "scopes";

    /// <summary>The caller, or <c>null</c> when no authorizer has seen the request.</summary>
    public static Principal? Of(APIGatewayProxyRequest request)
    {
        var context = request.RequestContext?.Authorizer;
        if (context is null || !context.TryGetValue(Username, out var username) || !context.TryGetValue(Scopes, out var scopes))
            return null;
        return new Principal(
            username.ToString()!, Principal.ParseScopes(scopes.ToString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }
}
