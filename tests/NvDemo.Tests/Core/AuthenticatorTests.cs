using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NvDemo.Core;
using NvDemo.Core.Security;

namespace NvDemo.Tests.Core;

/// <summary>Passwords that are right, wrong, or too many.</summary>
public sealed class AuthenticatorTests : ISecretStore, IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly BasicAuthenticator _authenticator;
    private string? _secret = Secret("right");

    public AuthenticatorTests() => _authenticator = new BasicAuthenticator(
        new CachedSecret<ClientList>(this, "client", ClientList.Parse, _clock, NullLogger.Instance));

    Task<string> ISecretStore.GetAsync(string name, CancellationToken cancellation) =>
        Task.FromResult(_secret ?? throw new DependencyException("Secrets Manager", DependencyFailure.OutOfReach));

    public void Dispose() => _authenticator.Dispose();

    [Fact]
    public async Task After_ten_wrong_passwords_a_name_from_that_source_is_not_checked_any_more()
    {
        for (var i = 0; i < 10; i++)
            Assert.Equal(AuthenticationResult.Denied, await AuthenticateAsync("u", $"wrong {i}", "1.2.3.4"));
        await Assert.ThrowsAsync<UncheckedPasswordException>(() => AuthenticateAsync("u", "wrong", "1.2.3.4"));
        await Assert.ThrowsAsync<UncheckedPasswordException>(() => AuthenticateAsync("u", "right", "1.2.3.4"));
        Assert.NotNull((await AuthenticateAsync("u", "right", "5.6.7.8")).Principal);
        Assert.Equal(AuthenticationResult.Denied, await AuthenticateAsync("v", "wrong", "1.2.3.4"));
    }

    [Fact]
    public async Task Nobody_can_lock_out_who_was_found_right()
    {
        Assert.NotNull((await AuthenticateAsync("u", "right", "1.2.3.4")).Principal);
        for (var i = 0; i < 9; i++)
            await AuthenticateAsync("u", $"wrong {i}", "1.2.3.4");
        await Assert.ThrowsAsync<UncheckedPasswordException>(() => AuthenticateAsync("u", "wrong", "1.2.3.4"));

        // Also when the secret has been read again.
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull((await AuthenticateAsync("u", "right", "1.2.3.4")).Principal);

        // But not when it has changed.
        _secret = Secret("other");
        _clock.Advance(TimeSpan.FromMinutes(5));
        await Assert.ThrowsAsync<UncheckedPasswordException>(() => AuthenticateAsync("u", "right", "1.2.3.4"));
    }

    [Fact]
    public async Task While_the_clients_can_not_be_read_an_unknown_password_may_be_a_new_one()
    {
        var before = _secret;
        Assert.NotNull((await AuthenticateAsync("u", "right", "1.2.3.4")).Principal);
        _secret = null;
        _clock.Advance(TimeSpan.FromSeconds(6));
        await Assert.ThrowsAsync<UncheckedPasswordException>(() => AuthenticateAsync("u", "new", "1.2.3.4"));
        Assert.NotNull((await AuthenticateAsync("u", "right", "1.2.3.4")).Principal);

        _secret = before;
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(AuthenticationResult.Denied, await AuthenticateAsync("u", "new", "1.2.3.4"));
    }

    [Fact]
    public async Task Who_is_right_many_times_at_once_is_checked_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => AuthenticateAsync("u", "right", "1.2.3.4"))));
        Assert.All(results, result => Assert.NotNull(result.Principal));
    }

    [Fact]
    public async Task One_caller_does_not_fill_the_queue_of_all()
    {
        var many = Enumerable.Range(0, 10).Select(i => OutcomeAsync("u", $"wrong {i}", "1.2.3.4")).ToList();
        var other = OutcomeAsync("v", "wrong", "5.6.7.8");
        Assert.Equal("denied", await other);
        Assert.Contains("unchecked", await Task.WhenAll(many));
    }

    [Fact]
    public async Task Where_no_client_has_a_hash_every_password_is_checked()
    {
        _secret = """{"username":"u","password":"right"}""";
        for (var i = 0; i < 50; i++)
            Assert.Equal(AuthenticationResult.Denied, await AuthenticateAsync("u", "wrong", "1.2.3.4"));
    }

    [Fact]
    public void A_check_costs_what_the_dearest_hash_does()
    {
        var clients = ClientList.Parse($$"""
            {"clients":[{"username":"plain","password":"p"},
                        {"username":"cheap","password_hash":"{{Hash("p", 1000)}}"},
                        {"username":"dear","password_hash":"{{Hash("p", 300_000)}}"}]}
            """);
        Assert.Equal(300_000, clients.Cost);
        Assert.Equal(0, ClientList.Parse("""{"username":"u","password":"p"}""").Cost);
        foreach (var name in (string[])["plain", "cheap", "dear"])
            Assert.NotNull(clients.Find(new BasicCredentials(name, "p")));
    }

    private static string Secret(string password) =>
        $$"""{"clients":[{"username":"u","password_hash":"{{Hash(password, 200_000)}}"}]}""";

    private static string Hash(string password, int iterations)
    {
        var hash = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), "saltsalt"u8, iterations, HashAlgorithmName.SHA256, 32);
        return $"pbkdf2-sha256${iterations}${Convert.ToBase64String("saltsalt"u8)}${Convert.ToBase64String(hash)}";
    }

    private Task<AuthenticationResult> AuthenticateAsync(string username, string password, string source)
    {
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));
        return _authenticator.AuthenticateAsync("Basic " + pair, source, CancellationToken.None).AsTask();
    }

    private async Task<string> OutcomeAsync(string username, string password, string source)
    {
        try
        {
            return (await AuthenticateAsync(username, password, source)).Principal is null ? "denied" : "allowed";
        }
        catch (UncheckedPasswordException)
        {
            return "unchecked";
        }
    }
}
