namespace NvDemo.Core;

/// <summary>
/// A service that NvDemo depends on does not do its part. The client may try again, whatever the kind of failure; the inner exception is
/// for the log only.
/// </summary>
/// <param name="dependency">The dependency by the name that clients are shown.</param>
/// <param name="failure">What operators have to look for.</param>
public sealed class DependencyException(string dependency, DependencyFailure failure, Exception? inner = null)
    : Exception($"{dependency} is not available.", inner)
{
    /// <summary>The dependency by the name that clients are shown.</summary>
    public string Dependency { get; } = dependency;

    /// <summary>What operators have to look for.</summary>
    public DependencyFailure Failure { get; } = failure;
}
