using System.Runtime.CompilerServices;

namespace NvDemo.Tests;

/// <summary>What the AWS SDK reads once from the environment of this process, whichever test is the first to use it.</summary>
internal static class LocalEnvironment
{
    // The local S3 servers do not take the SDK's checksum trailers; Amazon's does, and gets them.
    [ModuleInitializer]
    internal static void Set()
    {
        Environment.SetEnvironmentVariable("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required");
        Environment.SetEnvironmentVariable("AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required");
    }
}
