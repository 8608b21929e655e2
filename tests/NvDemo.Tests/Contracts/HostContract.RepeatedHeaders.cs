using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>Header lines that come twice: lists are joined (RFC 9110, 5.3), single values are refused.</summary>
public abstract partial class HostContract
{
    private const string Wrong = "Basic bnZjbGllbnQ6d3Jvbmc=";

    [Theory]
    [InlineData("Range: bytes=0-1", "Range: bytes=0-1", 400)]
    [InlineData("Range: bytes=0-1", "range: bytes=2-3", 400)]
    [InlineData("If-None-Match: \"x\"", "If-None-Match: {etag}", 304)]
    [InlineData("If-None-Match: {etag}", "if-none-match: \"x\"", 304)]
    [InlineData("If-Match: \"x\"", "If-Match: {etag}", 200)]
    // RFC 9110, 13.1.5: without a Range it is ignored.
    [InlineData("If-Range: {etag}", "If-Range: {etag}", 200)]
    [InlineData("If-Range: {etag}", "If-Range: {etag}\r\nRange: bytes=0-1", 400)]
    // RFC 9110, 13.1.3: a date with more than one member is ignored.
    [InlineData("If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT", 200)]
    public async Task A_header_that_comes_twice_has_one_meaning(string first, string second, int status)
    {
        var etag = (await Client.UploadAsync(Key("repeated"), "0123456789"u8.ToArray())).Header("ETag")!;
        Assert.Equal(status, await StatusAsync("GET", "/" + Key("repeated"), [
            $"Authorization: {CloudClient.Authorization}", .. ((string[])[first, second]).Select(line => line.Replace("{etag}", etag, StringComparison.Ordinal))]));
    }

    [Fact]
    public async Task A_type_that_comes_twice_is_refused() =>
        Assert.Equal(400, await StatusAsync(
            "PUT", "/api/upload/" + Key("typed-twice"),
            [$"Authorization: {CloudClient.Authorization}", "Content-Type: text/plain", "Content-Type: text/html"]));

    [Fact]
    public async Task Of_credentials_that_come_twice_the_last_decide_whether_that_is_told()
    {
        Assert.Equal(403, await StatusAsync("GET", "/", [$"Authorization: {CloudClient.Authorization}", $"Authorization: {Wrong}"]));
        Assert.Equal(401, await StatusAsync("GET", "/", [$"Authorization: {CloudClient.Authorization}", "Authorization: "]));
        Assert.Equal(400, await StatusAsync("GET", "/", [$"Authorization: {Wrong}", $"Authorization: {CloudClient.Authorization}"]));
        Assert.Equal(400, await StatusAsync("GET", "/", [$"Authorization: {CloudClient.Authorization}", $"authorization: {CloudClient.Authorization}"]));
    }

    private async Task<int> StatusAsync(string method, string path, IEnumerable<string> headers) =>
        (await RawRequest.SendAsync(
            cloud,
            $"{method} {path} HTTP/1.1\r\nHost: {cloud.Authority}\r\nConnection: close\r\nContent-Length: 0\r\n{string.Join("\r\n", headers)}\r\n\r\n")).Status;
}
