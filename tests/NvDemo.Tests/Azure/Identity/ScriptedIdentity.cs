using Azure.Core;
using Azure.Identity;

namespace NvDemo.Tests.Azure.Identity;

/// <summary>An identity that gives a new token each time, or fails as Azure.Identity does.</summary>
internal sealed class ScriptedIdentity : TokenCredential
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public string? Scope { get; private set; }

    public Outage Outage { get; set; }

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var call = Interlocked.Increment(ref _calls);
        Scope = requestContext.Scopes.Single();
        if (Outage == Outage.Hangs)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        if (Outage == Outage.Fails)
            throw new AuthenticationFailedException("ManagedIdentityCredential authentication failed.");
        return new AccessToken($"token-{call}", DateTimeOffset.UtcNow.AddDays(1));
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        GetTokenAsync(requestContext, cancellationToken).AsTask().GetAwaiter().GetResult();
}
