using System.Text.Json;

namespace FunctionsHost.Timers;

/// <summary>
/// Remembers timers' times over restarts, in a folder, so that a run that was missed meanwhile is made up for. The real host keeps them in
/// the storage account.
/// </summary>
/// <param name="folder">The folder; <c>null</c>: nothing outlives this process.</param>
internal sealed class ScheduleMonitor(string? folder)
{
    /// <summary>What was stored for a function last, if anything.</summary>
    public ScheduleStatus? Read(string function)
    {
        if (FileOf(function) is not { } file || !File.Exists(file))
            return null;
        try
        {
            return JsonSerializer.Deserialize<ScheduleStatus>(File.ReadAllBytes(file));
        }
        catch (JsonException)
        {
            // Cut off by a crash: as if it had never run.
            return null;
        }
    }

    /// <summary>Stores where a function's timer stands.</summary>
    public void Write(string function, ScheduleStatus status)
    {
        if (FileOf(function) is not { } file)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(status));
    }

    private string? FileOf(string function) => folder is null ? null : Path.Combine(folder, $"{function.ToLowerInvariant()}.json");
}
