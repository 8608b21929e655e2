namespace NvDemo.Tests.Services;

/// <summary>A log that its process still writes.</summary>
internal static class LogFile
{
    public static async Task<string> ReadAsync(string path)
    {
        await using var log = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(log);
        return await reader.ReadToEndAsync();
    }
}
