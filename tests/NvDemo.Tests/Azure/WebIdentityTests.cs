using System.Web;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Azure;
using NvDemo.LocalClouds.Processes;
using NvDemo.Tests.Azure.Identity;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

/// <summary>A Functions app that has no keys for AWS, only a managed identity.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class WebIdentityTests(LocalCloudsFixture fixture) : IAsyncLifetime
{
    private const string RoleArn = "arn:aws:iam::123456789012:role/nv-demo-azure";
    private const string Audience = "api://nv-demo-aws", ClientId = "5e29463d-71da-4fe0-8e69-999b57db23b0";

    private readonly string _directory = Directory.CreateTempSubdirectory("nvdemo-identity-").FullName;
    private readonly string _folder = $"identity-{Guid.NewGuid():N}";
    private ManagedIdentityEndpoint _identity = null!;
    private TokenService _sts = null!;
    private FunctionsApp _app = null!;
    private CloudClient _client = null!;

    public async Task InitializeAsync()
    {
        _identity = await ManagedIdentityEndpoint.StartAsync();
        _sts = await TokenService.StartAsync(behind: fixture.Clouds.Data.Moto.Endpoint);
        var url = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/");
        var environment = new Dictionary<string, string?>(fixture.Clouds.Azure.CreateEnvironment(url))
        {
            ["AWS_ACCESS_KEY_ID"] = null,
            ["AWS_SECRET_ACCESS_KEY"] = null,
            ["AWS_ENDPOINT_URL_STS"] = _sts.Url.AbsoluteUri,
            ["Nv__Azure__RoleArn"] = RoleArn,
            ["Nv__Azure__Audience"] = Audience,
            ["AZURE_CLIENT_ID"] = ClientId,
            // The events are for the app that all tests share.
            ["AzureWebJobsStorage"] = UnreachableStorage.Of(fixture.Clouds.Azure.Azurite),
        };
        foreach (var (name, value) in _identity.Variables)
            environment[name] = value;
        _app = FunctionsApp.Create(url, environment, new CloudsOptions(_directory));
        _client = new CloudClient(url);
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _sts.DisposeAsync();
        await _identity.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Serves_files_as_the_role_that_its_identity_takes_on()
    {
        var lists = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _client.GetAsync("/api/list")));
        Assert.All(lists, list => Assert.Equal(200, list.Status));
        Assert.Equal(200, (await _client.UploadAsync($"{_folder}/a", "content"u8.ToArray())).Status);
        Assert.Equal([$"{_folder}/a"], (await _client.GetAsync($"/api/list?prefix={_folder}/")).Keys);
        Assert.Equal("content", (await _client.DownloadAsync($"{_folder}/a")).Text);
        var presigned = (await _client.GetAsync($"/api/download_presigned/{_folder}/a")).Json;
        var url = new Uri(presigned.GetProperty("url").GetString()!);
        using (var http = new HttpClient())
            Assert.Equal("content", await http.GetStringAsync(url));
        Assert.Equal(204, (await _client.DeleteAsync($"{_folder}/a")).Status);

        Assert.Equal([(Audience, ClientId)], _identity.Requests);
        var request = Assert.Single(_sts.Requests);
        Assert.Equal((RoleArn, _identity.Token), (request["RoleArn"], request["WebIdentityToken"]));

        var query = HttpUtility.ParseQueryString(url.Query);
        Assert.StartsWith($"{Assert.Single(_sts.AccessKeys)}/", query["X-Amz-Credential"]);
        // The session is good for an hour, and counts as over a minute earlier.
        Assert.InRange(presigned.GetProperty("expires_in").GetInt32(), 1, 59 * 60);
        Assert.InRange(int.Parse(query["X-Amz-Expires"]!), 1, 59 * 60);

        var log = await File.ReadAllTextAsync(Path.Combine(_directory, "logs", "functions.log"));
        Assert.Contains($"Assumed {RoleArn}", log);
        Assert.DoesNotContain(_identity.Token, log);
        Assert.DoesNotContain(query["X-Amz-Security-Token"]!, log);
    }

    [Theory]
    [InlineData(Outage.Fails, Outage.None)]
    [InlineData(Outage.Hangs, Outage.None)]
    [InlineData(Outage.None, Outage.Fails)]
    [InlineData(Outage.None, Outage.Hangs)]
    public async Task Is_out_until_it_has_a_session_and_then_does_without_identity_and_sts(Outage identity, Outage sts)
    {
        (_identity.Outage, _sts.Outage) = (identity, sts);
        var list = await _client.GetAsync("/api/list");
        Assert.Equal((503, "2"), (list.Status, list.Header("Retry-After")));
        Assert.Equal("Secrets Manager is not available at the moment.", list.Json.GetProperty("detail").GetString());
        var health = await _client.SendAsync("GET", "/health", authorization: null);
        Assert.Equal((503, "unavailable"), (health.Status, health.Json.GetProperty("checks").GetProperty("s3").GetString()));

        (_identity.Outage, _sts.Outage) = (Outage.None, Outage.None);
        await Eventually.EqualAsync(200, async () => (await _client.GetAsync("/api/list")).Status);

        (_identity.Outage, _sts.Outage) = (Outage.Fails, Outage.Fails);
        Assert.Equal(200, (await _client.UploadAsync($"{_folder}/b", "content"u8.ToArray())).Status);
        Assert.Equal("content", (await _client.DownloadAsync($"{_folder}/b")).Text);
        Assert.Equal(204, (await _client.DeleteAsync($"{_folder}/b")).Status);
    }
}
