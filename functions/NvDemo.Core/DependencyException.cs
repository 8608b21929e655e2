namespace NvDemo.Core;

/// <summary>A service that NvDemo depends on does not do its part. The inner exception is for the log only.</summary>
/// <param name="dependency">The dependency by the name that clients are shown.</param>
/// <param name="failure">What operators have to look for, and whether it helps clients to try again.</param>
public sealed class DependencyException(string dependency, DependencyFailure failure, Exception? inner = null)
    : Exception($"{dependency} is not available.", inner)
{
    /// <summary>The dependency by the name that clients are shown.</summary>
    public string Dependency { get; } = dependency;

    /// <summary>What operators have to look for, and whether it helps clients to try again.</summary>
    public DependencyFailure Failure { get; } = failure;
}
