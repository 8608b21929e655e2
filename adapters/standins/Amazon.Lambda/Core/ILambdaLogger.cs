namespace Amazon.Lambda.Core;

/// <summary>Writes to the function's log. A message is one line of it; line breaks within are written as <c>\n</c>.</summary>
public interface ILambdaLogger
{
    /// <summary>Logs at <see cref="LogLevel.Information"/>.</summary>
    void Log(string message);

    /// <summary>Logs at <see cref="LogLevel.Information"/>.</summary>
    void LogLine(string message);

    /// <summary>Logs at the level of that name; a name that is no <see cref="LogLevel"/> is always logged.</summary>
    void Log(string level, string message) => LogLine(message);

    /// <summary>Logs at a level.</summary>
    void Log(LogLevel level, string message) => Log(level.ToString(), message);

    /// <summary>Logs at <see cref="LogLevel.Trace"/>.</summary>
    void LogTrace(string message) => Log(LogLevel.Trace, message);

    /// <summary>Logs at <see cref="LogLevel.Debug"/>.</summary>
    void LogDebug(string message) => Log(LogLevel.Debug, message);

    /// <summary>Logs at <see cref="LogLevel.Information"/>.</summary>
    void LogInformation(string message) => Log(LogLevel.Information, message);

    /// <summary>Logs at <see cref="LogLevel.Warning"/>.</summary>
    void LogWarning(string message) => Log(LogLevel.Warning, message);

    /// <summary>Logs at <see cref="LogLevel.Error"/>.</summary>
    void LogError(string message) => Log(LogLevel.Error, message);

    /// <summary>Logs at <see cref="LogLevel.Critical"/>.</summary>
    void LogCritical(string message) => Log(LogLevel.Critical, message);
}
