namespace NvDemo.Tests.Contracts;

/// <summary>What browsers may have done with the credentials that they keep.</summary>
public abstract partial class HostContract
{
    [Theory]
    [InlineData(null, null, 200)]
    [InlineData("none", null, 200)]
    [InlineData("same-origin", null, 200)]
    [InlineData("same-origin", "http://other.example", 200)]
    [InlineData("cross-site", null, 403)]
    [InlineData("same-site", null, 403)]
    [InlineData("cross-site", "http://other.example", 403)]
    [InlineData("same-site", "{own}", 200)]
    [InlineData(null, "{own}", 200)]
    [InlineData(null, "http://other.example", 403)]
    [InlineData(null, "null", 403)]
    [InlineData(null, "", 403)]
    public async Task Only_the_services_own_pages_change_files(string? site, string? origin, int status)
    {
        origin = origin?.Replace("{own}", cloud.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        var headers = ((string Name, string? Value)[])[("Sec-Fetch-Site", site), ("Origin", origin)];
        var sent = headers.Where(header => header.Value is not null).Select(header => (header.Name, header.Value!)).ToArray();
        var path = "/" + Key("from-a-page");
        Assert.Equal(status, (await Client.SendAsync("PUT", "/api/upload" + path, new ByteArrayContent([1]), headers: sent)).Status);
        Assert.Equal(status, (await Client.SendAsync("GET", path)).Status == 200 ? 200 : 403);
        Assert.Equal(status == 200 ? 204 : 403, (await Client.SendAsync("DELETE", path, headers: sent)).Status);
        Assert.Equal(200, (await Client.SendAsync("GET", "/api/list?limit=1", headers: sent)).Status);
    }
}
