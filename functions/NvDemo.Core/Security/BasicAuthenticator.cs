namespace NvDemo.Core.Security;

/// <summary>
/// HTTP Basic authentication against the <c>client</c> secret. On Azure it runs in front of the handlers, on AWS in the Lambda authorizer.
/// </summary>
public sealed class BasicAuthenticator(CachedSecret<ClientList> clients)
{
    /// <summary>Who an <c>Authorization</c> header's value (or its absence) stands for.</summary>
    /// <exception cref="DependencyException">The clients can't be read.</exception>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(string? authorization, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(authorization))
            return AuthenticationResult.Missing;
        if (BasicCredentials.Parse(authorization) is not { } credentials)
            return AuthenticationResult.Denied;

        var known = await clients.GetAsync(cancellation);
        var principal = known.Find(credentials);
        if (principal is null && await clients.RefreshAsync(cancellation) is var fresh && !ReferenceEquals(fresh, known))
            principal = fresh.Find(credentials);
        return principal is null ? AuthenticationResult.Denied : new AuthenticationResult(principal, IsMissing: false);
    }
}
