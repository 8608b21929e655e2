namespace NvDemo.Core;

/// <summary>There is more to do at once than the process takes on: the caller had better come again. Nothing is out.</summary>
public sealed class OverloadedException(string message) : Exception(message);
