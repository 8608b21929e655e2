using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using NvDemo.Adapters.SecretsManager;
using NvDemo.Core;
using NvDemo.Core.Security;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class SecretsManagerEditorTests(LocalCloudsFixture fixture) : SecretEditorContract, IDisposable
{
    // moto is near.
    private readonly SecretsManagerEditor _editor = new(fixture.Clouds.Data.Moto.Endpoint) { Settling = TimeSpan.FromSeconds(2) };
    private readonly SecretsManagerEditor _unreachable = new(Nowhere.Url);
    private readonly SecretsManagerStore _store = new(fixture.Clouds.Data.Moto.Endpoint);
    private readonly AmazonSecretsManagerClient _client = new(new AmazonSecretsManagerConfig { ServiceURL = fixture.Clouds.Data.Moto.Endpoint.AbsoluteUri });

    protected override ISecretEditor Editor => _editor;

    protected override ISecretEditor Unreachable => _unreachable;

    protected override ISecretStore Store => _store;

    [Fact]
    public async Task Clients_are_administered()
    {
        var name = await CreateAsync(LocalAws.DemoClient);
        var clients = new ClientAdministration(_store, _editor, name);
        var confined = new Principal("confined", Scopes.Read) { Prefixes = KeyPrefixes.Only(["team-a/"]) };
        var passwords = await Task.WhenAll(clients.AddAsync(confined, default), clients.AddAsync(new Principal("other", Scopes.All), default));
        Assert.Equal(confined, await FindAsync("confined", passwords[0]));
        Assert.NotNull(await FindAsync("other", passwords[1]));
        Assert.NotNull(await FindAsync(LocalAws.ClientUserName, LocalAws.ClientPassword));
        Assert.Equal(LocalAws.ClientUserName, (await clients.ListAsync(default))[0].Principal.Username);
        await Assert.ThrowsAsync<InvalidInputException>(() => clients.AddAsync(confined, default));
        await Assert.ThrowsAsync<InvalidInputException>(() => clients.RotateAsync("none", default));
        await Assert.ThrowsAsync<InvalidInputException>(() => clients.RemoveAsync("none", default));

        var rotation = clients.RotateAsync("confined", default);
        await Task.WhenAll(rotation, clients.RemoveAsync("other", default));
        Assert.Null(await FindAsync("confined", passwords[0]));
        Assert.Equal(confined, await FindAsync("confined", await rotation));
        Assert.Equal([LocalAws.ClientUserName, "confined"], (await clients.ListAsync(default)).Select(client => client.Principal.Username));

        async Task<Principal?> FindAsync(string username, string password) =>
            ClientList.Parse(await _store.GetAsync(name, default)).Find(new BasicCredentials(username, password));
    }

    public void Dispose()
    {
        _editor.Dispose();
        _unreachable.Dispose();
        _store.Dispose();
        _client.Dispose();
    }

    protected override async Task<string> CreateAsync(string value)
    {
        var name = $"secret-{Guid.NewGuid():N}";
        await fixture.Clouds.Data.Aws.CreateSecretAsync(name, value);
        return name;
    }

    protected override Task PutAsync(string name, string value) => _client.PutSecretValueAsync(
        new PutSecretValueRequest { SecretId = name, SecretString = value, ClientRequestToken = Guid.NewGuid().ToString() });
}
