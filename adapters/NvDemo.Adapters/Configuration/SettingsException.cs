namespace NvDemo.Adapters.Configuration;

/// <summary>Settings are missing or malformed; the message names every one, and no value.</summary>
public sealed class SettingsException(string message) : Exception(message);
