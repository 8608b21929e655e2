using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Microsoft.Extensions.Time.Testing;
using NvDemo.Adapters.Redis;
using NvDemo.Core.Index;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;
using StackExchange.Redis;

namespace NvDemo.Tests.Adapters;

/// <summary>
/// The cache as the user of terraform/cache.tf may use it, signed in with IAM. Here it is a Redis that takes the token of one moment for a
/// password.
/// </summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class ElastiCacheSignInTests : ListCacheContract, IAsyncLifetime
{
    private const string Region = "eu-west-1", CacheId = "nv-demo", AccessKey = "AKIDEXAMPLE", SecretKey = "secret", SessionToken = "a/b+c==";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _address;
    private readonly string _user = $"user-{Guid.NewGuid():N}";
    private readonly string _bucket = $"bucket-{Guid.NewGuid():N}";
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly RedisConnection _here;
    private readonly RedisConnection _there;
    private readonly RedisConnection _nowhere;

    public ElastiCacheSignInTests(LocalCloudsFixture fixture)
    {
        _address = $"127.0.0.1:{fixture.Clouds.Data.Redis.Port}";
        (_here, _there, _nowhere) = (Connect(_address, _clock), Connect(_address, _clock), Connect($"127.0.0.1:{Nowhere.Port}", _clock));
    }

    protected override IListCache Cache => new RedisListCache(_here, _bucket);

    protected override IListCache Elsewhere => new RedisListCache(_there, _bucket);

    protected override IListCache Unreachable => new RedisListCache(_nowhere, _bucket);

    protected override Task LoseGenerationAsync() => AdministerAsync("DEL", $"nv:{_bucket}:2:generation");

    protected override Task LoseChangesAsync() => AdministerAsync("DEL", $"nv:{_bucket}:2:changes");

    public async Task InitializeAsync()
    {
        var rules = Assert.Single(Sources.Find(Sources.Read("terraform/cache.tf"), "access_string = \"(.+)\"")).Split(' ');
        await AdministerAsync("ACL", ["SETUSER", _user, .. rules, $">{Token(_clock.GetUtcNow())}"]);
        await Task.WhenAll(_here.MultiplexerAsync(), _there.MultiplexerAsync());
    }

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        await _nowhere.DisposeAsync();
        await AdministerAsync("ACL", "DELUSER", _user);
    }

    [Fact]
    public async Task Connections_are_the_users() =>
        Assert.Contains($" user={_user} ", (await AdministerAsync("CLIENT", "LIST")).ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task A_token_of_another_moment_is_refused()
    {
        await using var late = Connect(_address, new FakeTimeProvider(_clock.GetUtcNow().AddMinutes(16)));
        var connection = await late.MultiplexerAsync();

        // Unlike ElastiCache's, a local Redis has a user for those who are not signed in.
        Assert.Equal("default", (await connection.GetDatabase().ExecuteAsync("ACL", "WHOAMI")).ToString());
    }

    private async Task<RedisResult> AdministerAsync(string command, params object[] arguments)
    {
        await using var administrator = await ConnectionMultiplexer.ConnectAsync($"{_address},allowAdmin=true");
        return await administrator.GetDatabase().ExecuteAsync(command, arguments);
    }

    private RedisConnection Connect(string address, TimeProvider clock) => new(
        address,
        TimeProvider.System,
        Patience,
        new ElastiCacheSignIn(
            new ElastiCacheUser(CacheId, _user, Region), () => new SessionAWSCredentials(AccessKey, SecretKey, SessionToken), clock));

    /// <summary>As the documentation of Signature Version 4 has it, independently of the SDK.</summary>
    private string Token(DateTimeOffset time)
    {
        var (moment, day) = ($"{time.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}", $"{time.UtcDateTime:yyyyMMdd}");
        var scope = $"{day}/{Region}/elasticache/aws4_request";
        var query = $"Action=connect&User={_user}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={Uri.EscapeDataString($"{AccessKey}/{scope}")}"
            + $"&X-Amz-Date={moment}&X-Amz-Expires=900&X-Amz-Security-Token={Uri.EscapeDataString(SessionToken)}&X-Amz-SignedHeaders=host";
        var request = $"GET\n/\n{query}\nhost:{CacheId}\n\nhost\n{Hash("")}";
        var key = new[] { day, Region, "elasticache", "aws4_request" }
            .Aggregate(Encoding.UTF8.GetBytes("AWS4" + SecretKey), (secret, part) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(part)));
        var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{Hash(request)}"));

        // In the order in which the SDK writes it, which means nothing to who checks it.
        return $"{CacheId}/?Action=connect&User={_user}&X-Amz-Expires=900&X-Amz-Security-Token={Uri.EscapeDataString(SessionToken)}"
            + $"&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={Uri.EscapeDataString($"{AccessKey}/{scope}")}&X-Amz-Date={moment}"
            + $"&X-Amz-SignedHeaders=host&X-Amz-Signature={Convert.ToHexStringLower(signature)}";
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
