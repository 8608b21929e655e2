namespace NvDemo.Core.Http;

/// <summary>The request breaks a rule; the message names it and is shown to the client (400).</summary>
public sealed class InvalidRequestException(string message) : Exception(message);
