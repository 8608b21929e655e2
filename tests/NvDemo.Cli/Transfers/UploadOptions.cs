namespace NvDemo.Cli.Transfers;

/// <summary>How a file is stored.</summary>
/// <param name="AtOnce">The most parts at a time.</param>
/// <param name="IsNew">Whether nothing may be replaced.</param>
internal sealed record UploadOptions(int AtOnce, bool IsNew);
