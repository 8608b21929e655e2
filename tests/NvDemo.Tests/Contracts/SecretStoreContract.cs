using NvDemo.Core;
using NvDemo.Core.Security;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>What every <see cref="ISecretStore"/> must do.</summary>
public abstract class SecretStoreContract
{
    protected abstract ISecretStore Store { get; }

    /// <summary>The same store where nothing answers.</summary>
    protected abstract ISecretStore Unreachable { get; }

    /// <summary>A secret that is there.</summary>
    protected abstract (string Name, string Value) Known { get; }

    [Fact]
    public async Task Gives_a_secret_as_it_is() => Assert.Equal(Known.Value, await Store.GetAsync(Known.Name, default));

    [Fact]
    public Task A_missing_secret_is_an_outage() =>
        Failing.WithAsync(DependencyFailure.Misconfigured, () => Store.GetAsync("no such secret", default));

    [Fact]
    public Task Says_when_it_is_out() =>
        Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.GetAsync(Known.Name, default));
}
