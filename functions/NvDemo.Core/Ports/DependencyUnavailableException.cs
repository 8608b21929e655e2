namespace NvDemo.Core.Ports;

/// <summary>
/// A service that NvDemo depends on is out, too slow or refuses us. The client may try again; the inner exception is for the log only.
/// </summary>
public sealed class DependencyUnavailableException(string dependency, Exception? inner = null)
    : Exception($"{dependency} is not available.", inner)
{
    /// <summary>The dependency by the name that clients are shown.</summary>
    public string Dependency { get; } = dependency;
}
