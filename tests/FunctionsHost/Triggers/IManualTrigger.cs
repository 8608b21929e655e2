using FunctionsHost.App;

namespace FunctionsHost.Triggers;

/// <summary>Runs functions of one trigger type by hand.</summary>
internal interface IManualTrigger
{
    /// <summary>The trigger's type, such as <c>queueTrigger</c>.</summary>
    string TriggerType { get; }

    /// <summary>Runs a function as if the input had triggered it, and waits for it.</summary>
    Task InvokeAsync(FunctionDefinition function, string? input, CancellationToken cancellation);
}
