using FunctionsHost.Protocol;

namespace FunctionsHost.Workers;

/// <summary>A function threw, or its worker could not call it.</summary>
internal sealed class InvocationFailedException(string function, StatusResult result)
    : Exception($"The function '{function}' failed: {result.Exception?.Type} {result.Exception?.Message}\n{result.Exception?.StackTrace}");
