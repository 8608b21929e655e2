using System.Security.Cryptography.X509Certificates;
using System.Text;
using NvDemo.Core;

namespace NvDemo.Azure.SnsWebhook;

/// <summary>
/// The certificates with which SNS signs: fetched once a day, by one of those who ask at the same time. What has failed is asked for again
/// after a few seconds. There is room for a few, and forged messages can't take the place of a certificate that is good.
/// </summary>
public sealed class SigningCertificates(SnsEndpoint endpoint, CertificateTrust trust, TimeProvider clock)
{
    private const int Capacity = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
    private static readonly TimeSpan FailureLifetime = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<Uri, Entry> _entries = [];

    /// <summary>The certificate, which is SNS's and valid.</summary>
    /// <exception cref="RefusedMessageException">There is none that is SNS's.</exception>
    /// <exception cref="DependencyException">SNS is out, or too many certificates are asked for at once.</exception>
    public Task<X509Certificate2> GetAsync(Uri url, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (!_entries.TryGetValue(url, out var entry) || entry.IsOver(now))
            {
                Evict(now);
                if (_entries.Count >= Capacity)
                    throw new DependencyException(SnsEndpoint.Dependency, DependencyFailure.OutOfReach);
                _entries[url] = entry = new Entry(FetchAsync(url), now);
            }

            return entry.Certificate.WaitAsync(cancellation);
        }
    }

    private void Evict(DateTimeOffset now)
    {
        foreach (var url in _entries.Where(item => item.Value.IsOver(now) || item.Value.HasFailed).Select(item => item.Key).ToList())
            _entries.Remove(url);
    }

    // Not on the lock's thread: reading the certificate can take its time.
    private Task<X509Certificate2> FetchAsync(Uri url) =>
        Task.Run(async () => trust.Accept(Encoding.UTF8.GetString(await endpoint.GetAsync(url, CancellationToken.None))));

    private sealed record Entry(Task<X509Certificate2> Certificate, DateTimeOffset AskedAt)
    {
        public bool HasFailed => Certificate.IsFaulted;

        public bool IsOver(DateTimeOffset now) => Certificate.IsCompletedSuccessfully
            ? now - AskedAt >= Lifetime || now >= Certificate.Result.NotAfter.ToUniversalTime()
            : HasFailed && now - AskedAt >= FailureLifetime;
    }
}
