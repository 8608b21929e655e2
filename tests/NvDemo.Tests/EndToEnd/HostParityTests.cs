using NvDemo.Tests.Services;

namespace NvDemo.Tests.EndToEnd;

/// <summary>The same requests to both clouds: the same replies, header by header.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class HostParityTests(LocalCloudsFixture fixture) : IAsyncLifetime
{
    private const string Key = "parity/digits.txt";

    // What a reply's own way or time decides; every other header must be the same. The gateway's own responses evaluate no origin, and say
    // always what pages may read.
    private static readonly HashSet<string> OfTheCloud = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "Server", "Connection", "Keep-Alive", "Transfer-Encoding", "X-Request-Id", "X-Nv-Cloud",
        "x-amzn-RequestId", "x-amz-apigw-id", "X-Amzn-Trace-Id", "Access-Control-Expose-Headers",
    };

    private readonly CloudClient _azure = new(fixture.Clouds.Azure.Url);
    private readonly CloudClient _aws = new(fixture.Clouds.Aws.Url);

    public static TheoryData<string, string, string?, string> Requests => new()
    {
        { "GET", "/?prefix=parity", "demo", "" },
        { "GET", "/api/list?limit=1&prefix=parity", "demo", "" },
        { "HEAD", "/api/list?prefix=parity", "demo", "" },
        { "GET", "/" + Key, "demo", "" },
        { "HEAD", "/" + Key, "demo", "" },
        { "GET", "/" + Key, "demo", "Range: bytes=2-3" },
        { "GET", "/" + Key, "demo", "Range: bytes=99-" },
        { "GET", "/" + Key, "demo", "If-Match: \"x\"" },
        { "GET", "/" + Key, "demo", "If-Modified-Since: Fri, 31 Dec 2100 23:59:59 GMT" },
        { "GET", "/digits.txt", "demo", "" },
        { "PUT", "/api/upload/parity/put.txt", "demo", "Content-Type: text/plain" },
        { "PUT", "/api/upload/parity/a%2Fb", "demo", "" },
        { "PUT", "/api/upload/parity/%FF", "demo", "" },
        { "PUT", "/api/upload/admin/x", "demo", "" },
        { "DELETE", "/parity/none", "demo", "" },
        { "GET", "/parity/none", "demo", "" },
        { "GET", "/ui", null, "" },
        { "GET", "/ui/", null, "" },
        { "GET", "/ui/api", null, "Accept-Encoding: gzip" },
        { "GET", "/ui/none", null, "" },
        { "GET", "/api/openapi.json", null, "" },
        { "GET", "/api/none", "demo", "" },
        { "POST", "/" + Key, "demo", "" },
        { "OPTIONS", "/" + Key, null, "" },
        { "GET", "/api/list?limit=x", "demo", "" },
        { "GET", "/" + Key, null, "" },
        { "GET", "/" + Key, "", "" },
        { "GET", "/" + Key, "Basic eDp5", "" },
        { "GET", "/" + Key, "Bearer x", "" },
        { "HEAD", "/" + Key, null, "" },
    };

    public async Task InitializeAsync()
    {
        await _azure.UploadAsync(Key, "0123456789"u8.ToArray(), "text/plain");
        await _azure.UploadAsync("parity/other.txt", "x"u8.ToArray(), "text/plain");
    }

    public Task DisposeAsync()
    {
        _azure.Dispose();
        _aws.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Both_clouds_answer_the_same(string method, string path, string? authorization, string header)
    {
        var azure = await SendAsync(_azure, method, path, authorization, header);
        var aws = await SendAsync(_aws, method, path, authorization, header);
        Assert.Equal(azure.Status, aws.Status);
        Assert.Equal(azure.Text, aws.Text);
        Assert.Equal(Comparable(azure, method), Comparable(aws, method));
    }

    private static Task<CloudReply> SendAsync(CloudClient client, string method, string path, string? authorization, string header)
    {
        var body = method == "PUT" ? new ByteArrayContent("content"u8.ToArray()) : null;
        (string, string)[] headers = header.Split(": ") is [var name, var value] ? [(name, value)] : [];
        return client.SendAsync(method, path, body, authorization, headers);
    }

    // API Gateway makes the Content-Length of a HEAD reply 0, and gives a reply without content the type application/json.
    private static SortedDictionary<string, string> Comparable(CloudReply reply, string method) => new(reply.Headers
        .Where(header => !OfTheCloud.Contains(header.Key)
            && !(method == "HEAD" && header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            && !(reply.Status is 204 or 304 && header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
        .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value));
}
