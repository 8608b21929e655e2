using NvDemo.Core;

namespace NvDemo.Tests.Services;

/// <summary>Calls of a dependency that fail.</summary>
internal static class Failing
{
    /// <summary>Asserts that a call says of its dependency in which way it fails.</summary>
    public static async Task WithAsync(DependencyFailure failure, Func<Task> call) =>
        Assert.Equal(failure, (await Assert.ThrowsAsync<DependencyException>(call)).Failure);
}
