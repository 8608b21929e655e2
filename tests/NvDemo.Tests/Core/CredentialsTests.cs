using System.Security.Cryptography;
using System.Text;
using NvDemo.Core.Security;
using NvDemo.Core.Storage;

namespace NvDemo.Tests.Core;

public sealed class CredentialsTests
{
    [Theory]
    [InlineData("u:p", "u", "p")]
    [InlineData("u:p:q", "u", "p:q")]
    [InlineData("u:", "u", "")]
    [InlineData(":p", "", "p")]
    [InlineData("ü:ß", "ü", "ß")]
    public void The_password_is_everything_after_the_first_colon(string pair, string username, string password) =>
        Assert.Equal(new BasicCredentials(username, password), BasicCredentials.Parse(Basic(pair)));

    [Fact]
    public void The_scheme_has_no_case() => Assert.NotNull(BasicCredentials.Parse(Basic("u:p").Replace("Basic", "bAsIc")));

    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!")]
    [InlineData("Basic dXNlcg==")]
    [InlineData("dTpw")]
    public void Anything_else_is_none(string header) => Assert.Null(BasicCredentials.Parse(header));

    [Fact]
    public void Never_shows_the_password() => Assert.DoesNotContain("p4ss", new BasicCredentials("u", "p4ss").ToString());

    [Fact]
    public void A_single_client_may_do_everything()
    {
        var clients = ClientList.Parse("""{"username":"u","password":"p:q"}""");
        Assert.Equal(new Principal("u", Scopes.All), clients.Find(new BasicCredentials("u", "p:q")));
        Assert.Null(clients.Find(new BasicCredentials("u", "p")));
        Assert.Null(clients.Find(new BasicCredentials("u", "p:q:r")));
        Assert.Null(clients.Find(new BasicCredentials("v", "p:q")));
    }

    [Fact]
    public void Several_clients_have_their_own_scopes_and_may_have_hashes()
    {
        var hash = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes("secret"), "saltsalt"u8, 1000, HashAlgorithmName.SHA256, 32);
        var clients = ClientList.Parse($$"""
            {"clients":[{"username":"r","password":"1","scopes":["read"]},
                        {"username":"h","password_hash":"pbkdf2-sha256$1000${{Convert.ToBase64String("saltsalt"u8)}}${{Convert.ToBase64String(hash)}}"}]}
            """);
        Assert.Equal(Scopes.Read, clients.Find(new BasicCredentials("r", "1"))!.Scopes);
        Assert.Equal(Scopes.All, clients.Find(new BasicCredentials("h", "secret"))!.Scopes);
        Assert.NotNull(clients.Find(new BasicCredentials("h", "secret")));
        Assert.Null(clients.Find(new BasicCredentials("h", "1")));
        Assert.Null(clients.Find(new BasicCredentials("r", "secret")));
    }

    [Fact]
    public void A_client_may_be_confined_to_prefixes()
    {
        var clients = ClientList.Parse("""
            {"clients":[{"username":"u","password":"1"},{"username":"v","password":"2","scopes":["read"],"prefixes":["a/","b/c/"]}]}
            """);
        Assert.Equal(KeyPrefixes.All, clients.Find(new BasicCredentials("u", "1"))!.Prefixes);
        var confined = new Principal("v", Scopes.Read) { Prefixes = KeyPrefixes.Only(["a/", "b/c/"]) };
        Assert.Equal(confined, clients.Find(new BasicCredentials("v", "2")));
        Assert.Equal(KeyPrefixes.Only(["a/"]), ClientList.Parse("""{"username":"u","password":"1","prefixes":["a/"]}""").Find(new("u", "1"))!.Prefixes);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"a/\"")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("[7]")]
    [InlineData("[\"a\"]")]
    [InlineData("[\"\"]")]
    [InlineData("[\"a/\",\"/\"]")]
    [InlineData("[\"a/../b/\"]")]
    public void Malformed_prefixes_are_refused_by_the_name_of_their_client(string prefixes) =>
        Assert.Contains("'v'", Assert.Throws<FormatException>(() => ClientList.Parse(
            $$"""{"clients":[{"username":"u","password":"1"},{"username":"v","password":"2","prefixes":{{prefixes}}}]}""")).Message);

    [Fact]
    public void Reads_hashes_as_passlib_writes_them() =>
        Assert.True(PasswordHash.Parse("$pbkdf2-sha256$1000$c2FsdHNhbHQ$" + AdaptedBase64("pw")).Matches("pw"));

    [Theory]
    [InlineData("mysecret")]
    [InlineData("{}")]
    [InlineData("""{"username":"u"}""")]
    [InlineData("""{"username":"u","password":7}""")]
    [InlineData("""{"clients":[{"username":"u","password":"mysecret","scopes":["fly"]}]}""")]
    [InlineData("""{"username":"u","password_hash":"md5$mysecret"}""")]
    public void A_malformed_secret_is_refused_without_quoting_it(string secret) =>
        Assert.DoesNotContain("mysecret", Assert.Throws<FormatException>(() => ClientList.Parse(secret)).ToString());

    [Theory]
    [InlineData("pbkdf2-sha256$600000$c2FsdHNhbHQ=$")]
    [InlineData("pbkdf2-sha256$600000$c2FsdHNhbHQ=$MTIzNDU2Nzg5MDEyMzQ1")]
    [InlineData("pbkdf2-sha256$600000$c2FsdHNhbA==$MTIzNDU2Nzg5MDEyMzQ1Ng==")]
    [InlineData("pbkdf2-sha256$999$c2FsdHNhbHQ=$MTIzNDU2Nzg5MDEyMzQ1Ng==")]
    public void A_hash_that_others_would_fit_is_refused_by_the_name_of_its_client(string hash)
    {
        var secret = $$"""{"clients":[{"username":"good","password":"p"},{"username":"weak","password_hash":"{{hash}}"}]}""";
        var message = Assert.Throws<FormatException>(() => ClientList.Parse(secret)).Message;
        Assert.Contains("'weak'", message);
        Assert.DoesNotContain(hash, message);
    }

    [Fact]
    public void Scopes_travel_as_words()
    {
        var principal = new Principal("u", Scopes.Read | Scopes.Delete);
        Assert.Equal("read delete", principal.ScopeWords);
        Assert.Equal(principal.Scopes, Principal.ParseScopes(principal.ScopeWords.Split(' ')));
    }

    private static string Basic(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));

    private static string AdaptedBase64(string password) =>
        Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), "saltsalt"u8, 1000, HashAlgorithmName.SHA256, 32))
            .Replace('+', '.').TrimEnd('=');
}
