using System.Net;
using System.Security.Cryptography.X509Certificates;
using NvDemo.Azure.SnsWebhook;
using NvDemo.Core;

namespace NvDemo.Tests.Azure.Sns;

public sealed class SigningCertificatesTests
{
    // How many fetches are under way at once, at most.
    private const int Places = 16;

    private static readonly Uri Url = new(SnsServer.CertificateUrl);

    private readonly WebhookBench _bench = new();

    [Fact]
    public async Task Are_fetched_once_a_day()
    {
        var certificate = await GetAsync();
        Assert.Same(certificate, await GetAsync());
        _bench.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Same(certificate, await GetAsync());
        _bench.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(certificate, await GetAsync());
        Assert.Equal(2, _bench.Server.Requests.Count);
    }

    [Fact]
    public async Task Are_not_kept_past_their_end()
    {
        var end = _bench.Clock.GetUtcNow().AddHours(1);
        _bench.Server.Serve(WebhookBench.Authority.Issue("sns.amazonaws.com", end: end), WebhookBench.Authority.Intermediate);
        await GetAsync();
        _bench.Clock.SetUtcNow(end);
        await Assert.ThrowsAsync<RefusedMessageException>(GetAsync);
    }

    [Fact]
    public async Task Those_who_ask_at_once_share_a_fetch()
    {
        var served = new TaskCompletionSource();
        var answer = _bench.Server.Answer;
        _bench.Server.Answer = async request =>
        {
            await served.Task;
            return await answer(request);
        };
        Task[] all = [.. Enumerable.Range(0, 20).Select(_ => GetAsync())];
        using var leaves = new CancellationTokenSource();
        var leaver = _bench.Certificates.GetAsync(Url, leaves.Token);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        served.SetResult();
        await Task.WhenAll(all);
        Assert.Single(_bench.Server.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, true)]
    [InlineData(HttpStatusCode.Forbidden, true)]
    [InlineData(HttpStatusCode.TooManyRequests, false)]
    [InlineData(HttpStatusCode.InternalServerError, false)]
    public async Task A_failure_is_forgotten_soon(HttpStatusCode status, bool isRefused)
    {
        var answer = _bench.Server.Answer;
        _bench.Server.Answer = _ => Task.FromResult(new HttpResponseMessage(status));
        var failure = isRefused ? typeof(RefusedMessageException) : typeof(DependencyException);
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync(failure, GetAsync);
        Assert.Single(_bench.Server.Requests);
        _bench.Server.Answer = answer;
        _bench.Clock.Advance(TimeSpan.FromSeconds(5));
        await GetAsync();
    }

    [Fact]
    public async Task An_sns_that_is_out_of_reach_is_an_outage()
    {
        _bench.Server.Answer = _ => throw new HttpRequestException("connection refused");
        await Assert.ThrowsAsync<DependencyException>(GetAsync);
    }

    [Fact]
    public async Task Forged_names_never_drive_out_a_good_certificate()
    {
        await GetAsync();
        _bench.Server.Answer = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
        for (var i = 0; i < 300; i++)
            await Assert.ThrowsAsync<RefusedMessageException>(() => GetAsync($"{i}"));
        _bench.Server.Answer = _ => new TaskCompletionSource<HttpResponseMessage>().Task;
        _ = Enumerable.Range(0, 100).Select(i => GetAsync($"held{i}")).ToList();
        await GetAsync();
        Assert.Single(_bench.Server.Requests, SnsServer.CertificateUrl);
    }

    [Fact]
    public async Task A_genuine_name_waits_its_turn_behind_forged_ones()
    {
        var answer = _bench.Server.Answer;
        var held = new TaskCompletionSource<HttpResponseMessage>();
        var (underWay, most) = (0, 0);
        _bench.Server.Answer = async request =>
        {
            var now = Interlocked.Increment(ref underWay);
            InterlockedMax(ref most, now);
            try
            {
                if (request.RequestUri == Url)
                    return await answer(request);
                await held.Task;
                return new HttpResponseMessage(HttpStatusCode.NotFound);
            }
            finally
            {
                Interlocked.Decrement(ref underWay);
            }
        };
        Task[] forged = [.. Enumerable.Range(0, 100).Select(i => GetAsync($"held{i}"))];
        await Eventually.EqualAsync(Places, () => Task.FromResult(_bench.Server.Requests.Count));
        var genuine = GetAsync();
        held.SetResult(new HttpResponseMessage());
        await genuine;
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(forged));
        Assert.Equal(Places, most);
    }

    [Fact]
    public async Task Who_finds_no_place_in_time_is_told_to_try_again_and_its_name_is_not_held_against_it()
    {
        var answer = _bench.Server.Answer;
        var held = new TaskCompletionSource<HttpResponseMessage>();
        _bench.Server.Answer = _ => held.Task;
        Task[] forged = [.. Enumerable.Range(0, Places).Select(i => GetAsync($"held{i}"))];
        await Eventually.EqualAsync(Places, () => Task.FromResult(_bench.Server.Requests.Count));
        var genuine = GetAsync();
        await Eventually.EqualAsync(true, () =>
        {
            // The wait may begin after the clock has been moved.
            _bench.Clock.Advance(TimeSpan.FromSeconds(5));
            return Task.FromResult(genuine.IsCompleted);
        });
        await Assert.ThrowsAsync<DependencyException>(() => genuine);

        _bench.Server.Answer = answer;
        held.SetException(new HttpRequestException());
        await Assert.ThrowsAsync<DependencyException>(() => Task.WhenAll(forged));
        await GetAsync();
    }

    [Fact]
    public async Task Only_so_many_names_wait()
    {
        _bench.Server.Answer = _ => new TaskCompletionSource<HttpResponseMessage>().Task;
        _ = Enumerable.Range(0, Places + 1024).Select(i => GetAsync($"held{i}")).ToList();
        await Assert.ThrowsAsync<DependencyException>(() => GetAsync("one more"));
    }

    private static void InterlockedMax(ref int most, int now)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < now && Interlocked.CompareExchange(ref most, now, seen) != seen)
        {
        }
    }

    private Task<X509Certificate2> GetAsync() => _bench.Certificates.GetAsync(Url, CancellationToken.None);

    private Task<X509Certificate2> GetAsync(string name) =>
        _bench.Certificates.GetAsync(new Uri($"{SnsServer.Url}/{name}.pem"), CancellationToken.None);
}
