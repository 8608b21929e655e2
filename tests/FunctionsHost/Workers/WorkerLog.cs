using FunctionsHost.Protocol;

namespace FunctionsHost.Workers;

/// <summary>What workers log, as log entries of this host under the same categories.</summary>
internal sealed partial class WorkerLog(ILoggerFactory loggers)
{
    private readonly ILogger _console = loggers.CreateLogger("Host.Function.Console");

    /// <summary>A log entry that the worker sent.</summary>
    public void Write(RpcLog entry)
    {
        var logger = loggers.CreateLogger(entry.Category.Length > 0 ? entry.Category : "Worker");
        var text = entry.Exception is { } exception ? $"{entry.Message}\n{exception.Message}\n{exception.StackTrace}" : entry.Message;

        // The numbers of the levels are those of LogLevel.
        LogMessage(logger, (LogLevel)entry.Level, text);
    }

    /// <summary>A line that the worker wrote to its standard output or error.</summary>
    public void WriteLine(string line) => LogMessage(_console, LogLevel.Information, line);

    [LoggerMessage("{Message}")]
    private static partial void LogMessage(ILogger logger, LogLevel level, string message);
}
