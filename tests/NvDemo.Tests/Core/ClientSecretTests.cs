using System.Text.Json;
using NvDemo.Core;
using NvDemo.Core.Security;
using NvDemo.Core.Storage;

namespace NvDemo.Tests.Core;

public sealed class ClientSecretTests
{
    private const string Several = """
        {"note":{"kept":[1,null,"+ü"]},"clients":[{"username":"a","password":"1","kept":true},{"username":"b","password":"2","prefixes":["b/"]}]}
        """;

    private static readonly PasswordHash Hash = PasswordHash.Create("new");
    private static readonly Principal Reader = new("r", Scopes.Read) { Prefixes = KeyPrefixes.Only(["team-a/", "b/"]) };

    [Fact]
    public void A_hash_is_of_its_password_alone_and_has_a_salt_of_its_own()
    {
        Assert.StartsWith("pbkdf2-sha256$600000$", Hash.ToString());
        Assert.NotEqual(Hash.ToString(), PasswordHash.Create("new").ToString());
        Assert.True(PasswordHash.Parse(Hash.ToString()).Matches("new"));
        Assert.False(PasswordHash.Parse(Hash.ToString()).Matches("New"));
    }

    [Fact]
    public void A_password_has_128_bits_and_nothing_to_quote()
    {
        string[] passwords = [.. Enumerable.Range(0, 1000).Select(_ => GeneratedPassword.Create())];
        Assert.All(passwords, password => Assert.Matches("^[A-Za-z0-9]{24}$", password));
        Assert.Equal(passwords.Length, passwords.Distinct().Count());
        Assert.True(24 * Math.Log2(62) > 128);
    }

    [Fact]
    public void A_client_is_added_after_the_others_and_what_is_not_known_is_kept()
    {
        var secret = ClientSecret.Parse(Several);
        Assert.True(secret.Add(Reader, Hash));
        AssertJson(
            $$"""
            {"note":{"kept":[1,null,"+ü"]},"clients":[{"username":"a","password":"1","kept":true},{"username":"b","password":"2","prefixes":["b/"]},
            {"username":"r","password_hash":"{{Hash}}","scopes":["read"],"prefixes":["team-a/","b/"]}]}
            """,
            secret);
        Assert.Equal(Reader, ClientList.Parse(secret.ToJson()).Find(new BasicCredentials("r", "new")));
        Assert.DoesNotContain("\\u002B", secret.ToJson());
    }

    [Fact]
    public void The_original_client_is_kept_as_the_first()
    {
        var secret = ClientSecret.Parse("""{"username":"nvclient","note":"kept","password":"mysecretkey","scopes":["read"]}""");
        Assert.True(secret.Add(new Principal("all", Scopes.All), Hash));
        AssertJson(
            $$"""
            {"note":"kept","clients":[{"username":"nvclient","password":"mysecretkey","scopes":["read"]},
            {"username":"all","password_hash":"{{Hash}}","scopes":["read","write","delete"]}]}
            """,
            secret);
    }

    [Fact]
    public void An_addition_can_be_repeated_and_takes_nobodys_name()
    {
        var secret = ClientSecret.Parse(Several);
        secret.Add(Reader, Hash);
        Assert.False(secret.Add(Reader, Hash));
        Assert.Contains("'r'", Assert.Throws<InvalidInputException>(() => secret.Add(Reader, PasswordHash.Create("other"))).Message);
        Assert.Contains("'a'", Assert.Throws<InvalidInputException>(() => secret.Add(new Principal("a", Scopes.All), Hash)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a:b")]
    [InlineData("a\n")]
    public void A_name_must_fit_into_basic_credentials(string name) =>
        Assert.Throws<InvalidInputException>(() => ClientSecret.Parse(Several).Add(new Principal(name, Scopes.All), Hash));

    [Theory]
    [InlineData("""{"username":"a","password":"1","note":"kept"}""", """{"username":"a","note":"kept","password_hash":"HASH"}""")]
    [InlineData(
        """{"clients":[{"username":"b","password":"2"},{"username":"a","password":"1","prefixes":["a/"]}]}""",
        """{"clients":[{"username":"b","password":"2"},{"username":"a","prefixes":["a/"],"password_hash":"HASH"}]}""")]
    public void A_rotation_changes_the_password_alone(string before, string after)
    {
        var secret = ClientSecret.Parse(before);
        Assert.True(secret.Rotate("a", Hash));
        AssertJson(after.Replace("HASH", Hash.ToString(), StringComparison.Ordinal), secret);
        Assert.False(secret.Rotate("a", Hash));
        Assert.Null(ClientList.Parse(secret.ToJson()).Find(new BasicCredentials("a", "1")));
        Assert.NotNull(ClientList.Parse(secret.ToJson()).Find(new BasicCredentials("a", "new")));
    }

    [Theory]
    [InlineData("c", "no client 'c'")]
    [InlineData("a", "Several clients are named 'a'")]
    public void A_rotation_needs_one_client(string name, string message)
    {
        var secret = ClientSecret.Parse("""{"clients":[{"username":"a","password":"1"},{"username":"a","password":"2"}]}""");
        Assert.Contains(message, Assert.Throws<InvalidInputException>(() => secret.Rotate(name, Hash)).Message);
    }

    [Fact]
    public void A_removal_leaves_the_others()
    {
        var secret = ClientSecret.Parse(Several);
        Assert.False(secret.Remove("c"));
        Assert.True(secret.Remove("a"));
        AssertJson("""{"note":{"kept":[1,null,"+ü"]},"clients":[{"username":"b","password":"2","prefixes":["b/"]}]}""", secret);
        Assert.False(secret.Remove("a"));
    }

    [Theory]
    [InlineData("""{"username":"a","password":"1"}""")]
    [InlineData("""{"clients":[{"username":"a","password":"1"}]}""")]
    [InlineData("""{"clients":[{"username":"a","password":"1"},{"username":"a","password":"2"}]}""")]
    public void The_last_client_stays(string secret) =>
        Assert.Contains("'a' is the last", Assert.Throws<InvalidInputException>(() => ClientSecret.Parse(secret).Remove("a")).Message);

    [Fact]
    public void Entries_say_everything_but_the_secrets()
    {
        var secret = ClientSecret.Parse(Several);
        secret.Add(Reader, Hash);
        Assert.Equal(
            [
                new ClientEntry(new Principal("a", Scopes.All), IsHashed: false),
                new ClientEntry(new Principal("b", Scopes.All) { Prefixes = KeyPrefixes.Only(["b/"]) }, IsHashed: false),
                new ClientEntry(Reader, IsHashed: true),
            ],
            secret.Entries);
        Assert.Equal(
            new ClientEntry(new Principal("a", Scopes.All), IsHashed: false), Assert.Single(ClientSecret.Parse("""{"username":"a","password":"1"}""").Entries));
    }

    [Theory]
    [InlineData("mysecret")]
    [InlineData("[]")]
    [InlineData("""{"clients":{}}""")]
    [InlineData("""{"clients":[{"username":"a"}]}""")]
    [InlineData("""{"username":"a","password":"mysecret","password":"2"}""")]
    public void What_the_service_does_not_take_is_not_changed(string secret) =>
        Assert.DoesNotContain("mysecret", Assert.Throws<FormatException>(() => ClientSecret.Parse(secret)).ToString());

    private static void AssertJson(string expected, ClientSecret secret) =>
        Assert.Equal(JsonSerializer.Serialize(JsonDocument.Parse(expected)), JsonSerializer.Serialize(JsonDocument.Parse(secret.ToJson())));
}
