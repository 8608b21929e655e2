namespace Amazon.Lambda.Core;

/// <summary>Severity of a log line, lowest first.</summary>
public enum LogLevel
{
    /// <summary>Step by step, for a developer.</summary>
    Trace = 0,

    /// <summary>Details of a diagnosis.</summary>
    Debug = 1,

    /// <summary>The ordinary course of events.</summary>
    Information = 2,

    /// <summary>Unexpected, and handled.</summary>
    Warning = 3,

    /// <summary>The current operation failed.</summary>
    Error = 4,

    /// <summary>The function can't go on.</summary>
    Critical = 5,
}
