namespace NvDemo.Core.Security;

/// <summary>Where credentials are kept. Held to by <c>SecretStoreContract</c> in the tests.</summary>
public interface ISecretStore
{
    /// <summary>The current value of a secret.</summary>
    /// <exception cref="DependencyException">The store is out, or has no such secret.</exception>
    Task<string> GetAsync(string name, CancellationToken cancellation);
}
