namespace NvDemo.Cli;

/// <summary>The service refuses a request, or none of its clouds answers; the message says which and why.</summary>
internal sealed class ServiceException(string message) : Exception(message);
