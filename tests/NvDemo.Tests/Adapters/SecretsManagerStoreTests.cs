using NvDemo.Adapters.SecretsManager;
using NvDemo.Core.Security;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class SecretsManagerStoreTests(LocalCloudsFixture fixture) : SecretStoreContract, IDisposable
{
    private readonly SecretsManagerStore _store = new(fixture.Clouds.Data.Moto.Endpoint);
    private readonly SecretsManagerStore _unreachable = new(Nowhere.Url);

    protected override ISecretStore Store => _store;

    protected override ISecretStore Unreachable => _unreachable;

    protected override (string Name, string Value) Known => ("client", TestClients.Secret);

    public void Dispose()
    {
        _store.Dispose();
        _unreachable.Dispose();
    }
}
