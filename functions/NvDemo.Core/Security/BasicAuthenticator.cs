using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace NvDemo.Core.Security;

/// <summary>
/// HTTP Basic authentication against the <c>client</c> secret. On Azure it runs in front of the handlers, on AWS in the Lambda authorizer.
/// Credentials that this process has found right are known until the secret changes; all others cost the same, and are tried a limited
/// number of times.
/// </summary>
public sealed class BasicAuthenticator(CachedSecret<ClientList> clients) : IDisposable
{
    private const int AttemptsPerMinute = 10;

    private readonly SlowHashQueue _queue = new();
    private readonly ConcurrentDictionary<(ClientList, BasicCredentials), Lazy<Task<Principal?>>> _checks = new();

    // By name and source: who guesses one client's password takes no attempts from others, nor from that client elsewhere.
    private readonly PartitionedRateLimiter<string> _attempts = PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetFixedWindowLimiter(caller, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = AttemptsPerMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    /// <summary>Who an <c>Authorization</c> header's value (or its absence) stands for.</summary>
    /// <param name="source">Where the request comes from, as the platform knows it: an address.</param>
    /// <exception cref="DependencyException">The clients can't be read.</exception>
    /// <exception cref="UncheckedPasswordException">The credentials may be right or wrong: too many are tried, or the clients may have changed since they could be read.</exception>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(string? authorization, string source, CancellationToken cancellation)
    {
        var last = BasicCredentials.LastOf(authorization ?? "");
        if (last.Length == 0)
            return AuthenticationResult.Missing;
        if (BasicCredentials.Parse(last) is not { } credentials)
            return Denied();

        var known = await clients.GetAsync(cancellation);
        var principal = await FindAsync(known, credentials, source, cancellation);
        if (principal is null && await clients.RefreshAsync(cancellation) is var fresh && !ReferenceEquals(fresh, known))
            principal = await FindAsync(fresh, credentials, source, cancellation);

        // The password may have changed, and nobody can say to what. The gateway on AWS would keep a denial for a minute.
        if (principal is null && clients.IsStale)
            throw new UncheckedPasswordException();
        return principal is null ? Denied() : new AuthenticationResult(principal, IsMissing: false);
    }

    /// <inheritdoc/>
    public void Dispose() => _attempts.Dispose();

    private static AuthenticationResult Denied()
    {
        ServiceMetrics.AuthenticationFailures.Add(1);
        return AuthenticationResult.Denied;
    }

    private async ValueTask<Principal?> FindAsync(ClientList known, BasicCredentials credentials, string source, CancellationToken cancellation)
    {
        if (known.Verified(credentials) is { } verified)
            return verified;
        if (known.Cost == 0)
            return known.Find(credentials);

        // Who sends the same credentials at once waits for one check of them.
        var check = _checks.GetOrAdd((known, credentials), _ => new Lazy<Task<Principal?>>(() => CheckAsync(known, credentials, source)));
        return await check.Value.WaitAsync(cancellation);
    }

    private async Task<Principal?> CheckAsync(ClientList known, BasicCredentials credentials, string source)
    {
        try
        {
            // Of a name that may be as long as the platform lets a header be, and is kept for a minute.
            var caller = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{source} {credentials.Username}")));
            using var attempt = _attempts.AttemptAcquire(caller);
            if (attempt.IsAcquired)
                return await _queue.RunAsync(caller, () => known.Find(credentials));
            // Else nobody would be told of who guesses on.
            ServiceMetrics.AuthenticationFailures.Add(1);
            throw new UncheckedPasswordException();
        }
        finally
        {
            _checks.TryRemove((known, credentials), out _);
        }
    }
}
