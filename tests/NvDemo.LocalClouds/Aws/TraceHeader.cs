using System.Security.Cryptography;

namespace NvDemo.LocalClouds.Aws;

/// <summary>The X-Ray tracing header (AWS X-Ray developer guide, "Tracing header").</summary>
internal static class TraceHeader
{
    /// <summary>The name of the header.</summary>
    public const string Name = "X-Amzn-Trace-Id";

    /// <summary>A new root: the time in seconds and 96 random bits.</summary>
    public static string NewRoot() =>
        $"Root=1-{DateTimeOffset.UtcNow.ToUnixTimeSeconds():x8}-{RandomNumberGenerator.GetHexString(24, lowercase: true)}";
}
