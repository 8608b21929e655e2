using System.Diagnostics;
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

    [Fact]
    public async Task A_reading_is_a_span_of_who_reads_without_what_is_read()
    {
        using var trace = new ListenedTrace();
        using (trace.Start())
        {
            await _store.GetAsync("client", default);
            await Assert.ThrowsAnyAsync<Exception>(() => _unreachable.GetAsync("client", default));
        }

        Activity[] spans = [.. trace.Spans.Where(span => span.DisplayName == "SecretsManager.GetSecretValue")];
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error], spans.Select(span => span.Status));
        Assert.All(spans, span => Assert.Equal((ActivityKind.Client, trace.Parent.TraceId), (span.Kind, span.TraceId)));
        Assert.DoesNotContain(spans.SelectMany(span => span.TagObjects), tag => $"{tag.Value}".Contains("password", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _store.Dispose();
        _unreachable.Dispose();
    }
}
