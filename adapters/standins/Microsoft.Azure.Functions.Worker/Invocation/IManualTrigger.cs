namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>A function that can be invoked by hand, whatever its trigger waits for.</summary>
internal interface IManualTrigger
{
    string FunctionName { get; }

    /// <summary>Invokes the function once; its exception is the caller's.</summary>
    /// <param name="input">What the trigger would have brought, as text.</param>
    /// <param name="cancellationToken">Cancels the invocation.</param>
    Task InvokeAsync(string? input, CancellationToken cancellationToken);
}
