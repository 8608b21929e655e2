using System.Globalization;
using System.Text;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Log lines on standard output: time, request id, level and message, separated by tabs.</summary>
internal sealed class StandardOutputLogger(string requestId, LogLevel threshold) : ILambdaLogger
{
    // The bare stream: Console.Out costs start-up time, and a line is to be one write.
    private static readonly Stream Output = Console.OpenStandardOutput();

    public void Log(string message) => LogLine(message);

    public void LogLine(string message) => Log(LogLevel.Information, message);

    public void Log(string level, string message)
    {
        if (Enum.TryParse<LogLevel>(level, ignoreCase: true, out var known))
            Log(known, message);
        else
            Write(level, message);
    }

    public void Log(LogLevel level, string message)
    {
        if (level >= threshold)
            Write(Label(level), message);
    }

    private static string Label(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };

    private void Write(string label, string message)
    {
        var time = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var line = Encoding.UTF8.GetBytes($"{time}\t{requestId}\t{label}\t{message.ReplaceLineEndings("\\n")}\n");
        lock (Output)
            Output.Write(line);
    }
}
