using System.Security.Cryptography.X509Certificates;
using System.Text;
using NvDemo.Core;

namespace NvDemo.Azure.SnsWebhook;

/// <summary>
/// The certificates with which SNS signs: each fetched once a day, by one of those who ask at the same time. What has failed is asked for
/// again after a few seconds.
/// </summary>
/// <remarks>
/// Anybody can post a message with a made-up name, as AWS documents no form of the names beyond the host, and SNS has to be asked for each.
/// What strangers can reach by that is bounded, for each instance of the app: a small request to SNS for a message of theirs, at most 16 at
/// a time, of 3 s and 64 KiB each, and memory for 1,024 names that wait, 256 that have failed and 16 certificates. They take no place
/// but for the time of a fetch, which SNS decides and not they: at 100 names a second 16 places are full only if SNS takes more than 160 ms.
/// Who finds them full waits for one, for 5 s at most and in turn, and only then is SNS told to try again. A certificate that is known is
/// never waited for.
/// </remarks>
public sealed class SigningCertificates(SnsEndpoint endpoint, CertificateTrust trust, TimeProvider clock) : IDisposable
{
    private const int MaxFetches = 16, MaxWaiting = 1024, MaxFailures = 256, MaxCertificates = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
    private static readonly TimeSpan FailureLifetime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _places = new(MaxFetches);
    private readonly Dictionary<Uri, Task<X509Certificate2>> _fetches = [];
    private readonly Dictionary<Uri, (X509Certificate2 Certificate, DateTimeOffset At)> _certificates = [];
    private readonly Dictionary<Uri, (Exception Reason, DateTimeOffset At)> _failures = [];

    /// <summary>The certificate, which is SNS's and valid.</summary>
    /// <exception cref="RefusedMessageException">There is none that is SNS's.</exception>
    /// <exception cref="DependencyException">SNS is out, or too many certificates are asked for at once.</exception>
    public Task<X509Certificate2> GetAsync(Uri url, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_certificates.TryGetValue(url, out var known) && now - known.At < Lifetime && now < known.Certificate.NotAfter.ToUniversalTime())
                return Task.FromResult(known.Certificate);
            if (_failures.TryGetValue(url, out var failure) && now - failure.At < FailureLifetime)
                return Task.FromException<X509Certificate2>(failure.Reason);
            if (!_fetches.TryGetValue(url, out var fetch))
            {
                if (_fetches.Count >= MaxFetches + MaxWaiting)
                    return Task.FromException<X509Certificate2>(OutOfReach());

                // Not on the lock's thread: reading the certificate can take its time.
                _fetches[url] = fetch = Task.Run(() => FetchAsync(url));
            }

            return fetch.WaitAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private static DependencyException OutOfReach() => new(SnsEndpoint.Dependency, DependencyFailure.OutOfReach);

    private static void Keep<T>(Dictionary<Uri, (T Value, DateTimeOffset At)> kept, Uri url, T value, DateTimeOffset now, int most)
    {
        kept.Remove(url);
        if (kept.Count >= most)
            kept.Remove(kept.MinBy(item => item.Value.At).Key);
        kept[url] = (value, now);
    }

    private async Task<X509Certificate2> FetchAsync(Uri url)
    {
        try
        {
            await EnterAsync();
            try
            {
                var certificate = trust.Accept(Encoding.UTF8.GetString(await endpoint.GetAsync(url, CancellationToken.None)));
                lock (_gate)
                    Keep(_certificates, url, certificate, clock.GetUtcNow(), MaxCertificates);
                return certificate;
            }
            catch (Exception e) when (e is RefusedMessageException or DependencyException)
            {
                lock (_gate)
                    Keep(_failures, url, e, clock.GetUtcNow(), MaxFailures);
                throw;
            }
            finally
            {
                _places.Release();
            }
        }
        finally
        {
            lock (_gate)
                _fetches.Remove(url);
        }
    }

    // To have found no place says nothing of the name, and is not remembered.
    private async Task EnterAsync()
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            await _places.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw OutOfReach();
        }
    }
}
