namespace FunctionsHost.Workers;

/// <summary>A worker ended, or hung up, with the invocation under way: whether the function did its work is not known.</summary>
internal sealed class WorkerLostException() : Exception("The worker has ended.");
