using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using NvDemo.Core.Security;

namespace NvDemo.Lambda;

/// <summary>
/// The API Gateway authorizer (REQUEST type). API Gateway keeps the policy for every path of the caller's next requests, so it is always
/// for the whole stage; what the caller may do there goes to the api function in the context.
/// </summary>
public sealed class AuthorizerFunction(BasicAuthenticator authenticator)
{
    /// <summary>Allows or denies the caller. An exception becomes the gateway's AUTHORIZER_FAILURE.</summary>
    public async Task<APIGatewayCustomAuthorizerResponse> HandleAsync(APIGatewayCustomAuthorizerRequest request, ILambdaContext context)
    {
        using var deadline = Deadline.Of(context);
        // The last, as the service itself reads it: the gateway keeps the answer by that value alone.
        var authorization = request.Headers?.LastOrDefault(header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).Value;
        var result = await authenticator.AuthenticateAsync(
            authorization, request.RequestContext?.Identity?.SourceIp ?? "", deadline.Token);
        return result.Principal is { } principal
            ? Answer(request.MethodArn, "Allow", principal.Username, GatewayCaller.Context(principal))
            : Answer(request.MethodArn, "Deny", "anonymous", new APIGatewayCustomAuthorizerContextOutput());
    }

    private static APIGatewayCustomAuthorizerResponse Answer(
        string? methodArn, string effect, string principalId, APIGatewayCustomAuthorizerContextOutput context) => new()
        {
            PrincipalID = principalId,
            PolicyDocument = new APIGatewayCustomAuthorizerPolicy
            {
                Version = "2012-10-17",
                Statement =
                [
                    new APIGatewayCustomAuthorizerPolicy.IAMPolicyStatement
                    {
                        Action = ["execute-api:Invoke"],
                        Effect = effect,
                        Resource = [WholeStage(methodArn)],
                    },
                ],
            },
            Context = context,
        };

    // arn:aws:execute-api:region:account:api/stage/METHOD/path
    private static string WholeStage(string? methodArn) => string.Join('/', methodArn?.Split('/').Take(2) ?? []) + "/*";
}
