using System.Web;
using Amazon.Runtime;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using NvDemo.Adapters.S3;
using NvDemo.Adapters.SecretsManager;
using NvDemo.Azure.WebIdentity;
using NvDemo.Core;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure.Identity;

public sealed class WebIdentityCredentialsTests : IAsyncLifetime
{
    private const string RoleArn = "arn:aws:iam::123456789012:role/nv-demo-azure";

    private readonly ObjectKey _key = ObjectKey.FromBucket("key");
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly ScriptedIdentity _identity = new();
    private readonly FakeLogger<WebIdentityCredentials> _log = new();
    private TimeSpan _session = TimeSpan.FromHours(1);
    private TokenService _sts = null!;
    private WebIdentityCredentials _credentials = null!;

    public async Task InitializeAsync()
    {
        _sts = await TokenService.StartAsync(() => _clock.GetUtcNow() + _session);
        _credentials = new WebIdentityCredentials(
            new WebIdentitySettings(RoleArn, "api://nv-demo-aws", ClientId: null), _identity, _sts.Url, _clock,
            _log);
    }

    public async Task DisposeAsync()
    {
        _credentials.Dispose();
        await _sts.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_identity_s_token_is_exchanged_for_the_role_s_credentials(bool isAsync)
    {
        var credentials = isAsync ? await _credentials.GetCredentialsAsync() : _credentials.GetCredentials();
        Assert.Equal(("ASIASESSION1", "secret-1", "session-1"), (credentials.AccessKey, credentials.SecretKey, credentials.Token));
        Assert.Equal("api://nv-demo-aws/.default", _identity.Scope);
        var request = Assert.Single(_sts.Requests);
        Assert.Equal(("AssumeRoleWithWebIdentity", RoleArn), (request["Action"], request["RoleArn"]));
        Assert.Equal(("token-1", "nv-demo-azure", ""), (request["WebIdentityToken"], request["RoleSessionName"], request["Authorization"]));
    }

    [Fact]
    public async Task One_refresh_serves_everyone_who_waits()
    {
        _identity.Outage = Outage.Hangs;
        var waiting = Enumerable.Range(0, 50).Select(_ => Task.Run(_credentials.GetCredentialsAsync)).ToArray();
        await Eventually.EqualAsync(1, () => Task.FromResult(_identity.Calls));
        _identity.Outage = Outage.None;
        _clock.Advance(TimeSpan.FromSeconds(10));
        foreach (var one in waiting)
            await Assert.ThrowsAsync<AmazonClientException>(() => one);
        Assert.Equal(1, _identity.Calls);

        _clock.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(_credentials.GetCredentialsAsync)));
        Assert.Equal(2, _identity.Calls);
        Assert.Single(_sts.Requests);
    }

    [Fact]
    public async Task A_session_is_renewed_in_the_background_from_half_of_it_on()
    {
        await GetAsync();
        _clock.Advance(TimeSpan.FromMinutes(28));
        Assert.Equal("ASIASESSION1", await GetAsync());
        Assert.Equal(1, _identity.Calls);

        _clock.Advance(TimeSpan.FromMinutes(2));
        _sts.Outage = Outage.Hangs;
        for (var i = 0; i < 10; i++)
            Assert.Equal("ASIASESSION1", await GetAsync());
        await Eventually.EqualAsync(2, () => Task.FromResult(_sts.Requests.Count));
        Assert.Equal("ASIASESSION1", await GetAsync());
        Assert.Equal(2, _identity.Calls);

        _sts.Outage = Outage.None;
        _clock.Advance(TimeSpan.FromSeconds(10));
        await Eventually.EqualAsync(true, async () => await TickAsync() != "ASIASESSION1");
    }

    [Theory]
    [InlineData(Outage.Fails, Outage.None)]
    [InlineData(Outage.None, Outage.Fails)]
    public async Task A_session_serves_on_while_it_can_t_be_renewed(Outage identity, Outage sts)
    {
        await GetAsync();
        (_identity.Outage, _sts.Outage) = (identity, sts);
        for (var minutes = 30; minutes < 59; minutes++)
        {
            _clock.SetUtcNow(_clock.Start.AddMinutes(minutes));
            Assert.Equal("ASIASESSION1", await GetAsync());
        }

        (_identity.Outage, _sts.Outage) = (Outage.None, Outage.None);
        await Eventually.EqualAsync(true, async () => await TickAsync() != "ASIASESSION1");
    }

    [Fact]
    public async Task A_renewal_that_failed_is_tried_again_after_a_while()
    {
        await GetAsync();
        _clock.Advance(TimeSpan.FromMinutes(30));
        _identity.Outage = Outage.Fails;
        await GetAsync();
        // Its pause begins when it is told.
        await Eventually.EqualAsync(true, () => Task.FromResult(_log.Collector.GetSnapshot().Any(record => record.Exception is not null)));
        _clock.Advance(TimeSpan.FromSeconds(29));
        for (var i = 0; i < 10; i++)
            await GetAsync();
        Assert.Equal(2, _identity.Calls);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.EqualAsync(3, async () => (await GetAsync()).Length > 0 ? _identity.Calls : 0);
    }

    [Theory]
    [InlineData(Outage.Fails, Outage.None)]
    [InlineData(Outage.None, Outage.Fails)]
    public async Task After_its_end_an_outage_is_one_of_the_services_that_need_it(Outage identity, Outage sts)
    {
        await GetAsync();
        _clock.Advance(TimeSpan.FromMinutes(60));
        (_identity.Outage, _sts.Outage) = (identity, sts);
        using var store = new S3ObjectStore("bucket", Nowhere.Url, _clock, _credentials);
        using var secrets = new SecretsManagerStore(Nowhere.Url, _credentials);

        await Assert.ThrowsAsync<AmazonClientException>(GetAsync);
        var calls = _identity.Calls;
        await UnavailableAsync("S3", () => store.HeadAsync(_key, default));
        await UnavailableAsync("S3", () => store.PresignAsync(_key, PresignedVerb.Get, TimeSpan.FromHours(1), null, default));
        await UnavailableAsync("Secrets Manager", () => secrets.GetAsync("client", default));
        Assert.Equal(calls, _identity.Calls);

        (_identity.Outage, _sts.Outage) = (Outage.None, Outage.None);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("ASIASESSION2", await GetAsync());
    }

    [Fact]
    public async Task A_session_that_is_over_when_it_comes_is_none()
    {
        _session = TimeSpan.FromSeconds(-1);
        await Assert.ThrowsAsync<AmazonClientException>(GetAsync);
        _session = TimeSpan.FromHours(1);
        Assert.Equal("ASIASESSION2", await GetAsync());
    }

    [Theory]
    [InlineData(60, 60, 59)]
    [InlineData(10, 60, 9)]
    [InlineData(60, 5, 5)]
    public async Task A_presigned_url_ends_before_the_session_that_signed_it(int session, int asked, int given)
    {
        _session = TimeSpan.FromMinutes(session);
        using var store = new S3ObjectStore("bucket", Nowhere.Url, _clock, _credentials);
        var url = await store.PresignAsync(_key, PresignedVerb.Get, TimeSpan.FromMinutes(asked), null, default);
        var query = HttpUtility.ParseQueryString(new Uri(url.Url).Query);
        Assert.Equal("session-1", query["X-Amz-Security-Token"]);
        Assert.StartsWith("ASIASESSION1/", query["X-Amz-Credential"]);
        // The SDK goes by the server's clock, which the tests' own does not wait for.
        Assert.InRange(url.ExpiresIn.TotalSeconds, given * 60 - 30, given * 60);
        Assert.InRange(int.Parse(query["X-Amz-Expires"]!), 1, given * 60);
    }

    private async Task<string> GetAsync() => (await _credentials.GetCredentialsAsync()).AccessKey;

    // Lets the pause after a failure go by; and, where STS takes that long by the real clock, the time that a renewal has, so that the session
    // it gave is never seen.
    private Task<string> TickAsync()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return GetAsync();
    }

    private static async Task UnavailableAsync(string dependency, Func<Task> call) =>
        Assert.Equal(dependency, (await Assert.ThrowsAsync<DependencyException>(call)).Dependency);
}
