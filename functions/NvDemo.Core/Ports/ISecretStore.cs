namespace NvDemo.Core.Ports;

/// <summary>Where credentials are kept. Held to by <c>SecretStoreContract</c> in the tests.</summary>
public interface ISecretStore
{
    /// <summary>The current value of a secret.</summary>
    /// <exception cref="DependencyUnavailableException">The store is out, or has no such secret.</exception>
    Task<string> GetAsync(string name, CancellationToken cancellation);
}
