namespace NvDemo.Core;

/// <summary>What a caller has given breaks a rule; the message names the rule and is shown to the caller.</summary>
public sealed class InvalidInputException(string message) : Exception(message);
