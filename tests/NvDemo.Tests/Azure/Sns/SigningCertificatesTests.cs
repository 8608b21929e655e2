using System.Net;
using System.Security.Cryptography.X509Certificates;
using NvDemo.Azure.SnsWebhook;
using NvDemo.Core;

namespace NvDemo.Tests.Azure.Sns;

public sealed class SigningCertificatesTests
{
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
    public async Task Forged_addresses_neither_fill_the_memory_nor_drive_out_a_good_certificate()
    {
        await GetAsync();
        var answer = _bench.Server.Answer;
        _bench.Server.Answer = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
        for (var i = 0; i < 100; i++)
            await Assert.ThrowsAsync<RefusedMessageException>(() => GetAsync($"{i}"));

        var held = new TaskCompletionSource<HttpResponseMessage>();
        _bench.Server.Answer = _ => held.Task;
        Task[] waiting = [.. Enumerable.Range(0, 15).Select(i => GetAsync($"held{i}"))];
        await Assert.ThrowsAsync<DependencyException>(() => GetAsync("more"));
        await GetAsync();
        held.SetException(new HttpRequestException());
        await Assert.ThrowsAsync<DependencyException>(() => Task.WhenAll(waiting));
        Assert.Single(_bench.Server.Requests, SnsServer.CertificateUrl);
    }

    private Task<X509Certificate2> GetAsync() => _bench.Certificates.GetAsync(Url, CancellationToken.None);

    private Task<X509Certificate2> GetAsync(string name) =>
        _bench.Certificates.GetAsync(new Uri($"{SnsServer.Url}/{name}.pem"), CancellationToken.None);
}
