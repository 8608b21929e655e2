using System.Text.Json;

namespace FunctionsHost.App;

/// <summary>How the worker is started, from the <c>worker.config.json</c> that the Functions SDK writes beside the app.</summary>
/// <param name="Executable">The program, usually <c>dotnet</c>.</param>
/// <param name="WorkerPath">Its first argument: the app's assembly.</param>
internal sealed record WorkerConfig(string Executable, string? WorkerPath)
{
    /// <exception cref="InvalidOperationException">There is no such file, or it does not say what to start.</exception>
    public static WorkerConfig Read(string root)
    {
        var file = Path.Combine(root, "worker.config.json");
        if (!File.Exists(file))
        {
            throw new InvalidOperationException(
                $"{root} has no worker.config.json: give the folder that 'dotnet build' or 'dotnet publish' of an isolated-worker app wrote.");
        }

        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("description", out var description)
            && PathIn("defaultExecutablePath") is { } executable
                ? new WorkerConfig(executable, PathIn("defaultWorkerPath"))
                : throw new InvalidOperationException($"{file} has no description.defaultExecutablePath.");

        // A path is relative to the app, unless it is a program of the PATH.
        string? PathIn(string name)
        {
            if (!description.TryGetProperty(name, out var value) || value.GetString() is not { Length: > 0 } path)
                return null;
            var inApp = Path.Combine(root, path.Replace("{WorkerRoot}", ""));
            return File.Exists(inApp) ? inApp : path;
        }
    }
}
