using System.Text.Json;
using FunctionsHost.Protocol;

namespace FunctionsHost.App;

/// <summary>A function as the worker describes it.</summary>
internal sealed class FunctionDefinition
{
    private FunctionDefinition(RpcFunctionMetadata metadata, JsonElement trigger, bool isDisabled) =>
        (Metadata, Trigger, IsDisabled) = (metadata, trigger, isDisabled);

    /// <summary>The worker's own description, which it gets back when the function is loaded.</summary>
    public RpcFunctionMetadata Metadata { get; }

    /// <summary>The function's name; functions are told apart ignoring case.</summary>
    public string Name => Metadata.Name;

    /// <summary>The trigger's binding, such as <c>{"type":"queueTrigger","name":"message","queueName":"…"}</c>.</summary>
    public JsonElement Trigger { get; }

    /// <summary>The trigger's type, such as <c>queueTrigger</c>.</summary>
    public string TriggerType => Text("type") ?? "";

    /// <summary>The parameter that the trigger's data is for.</summary>
    public string TriggerName => Text("name") ?? "";

    /// <summary>Whether a setting <c>AzureWebJobs.{name}.Disabled</c> keeps it from being triggered.</summary>
    public bool IsDisabled { get; }

    /// <summary>Reads a description.</summary>
    /// <exception cref="InvalidOperationException">It has no trigger.</exception>
    public static FunctionDefinition Of(RpcFunctionMetadata metadata, FunctionApp app)
    {
        var isDisabled = app.IsSet($"AzureWebJobs.{metadata.Name}.Disabled") || app.IsSet($"AzureWebJobs_{metadata.Name}_Disabled");
        foreach (var text in metadata.RawBindings)
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.TryGetProperty("type", out var type) && IsTrigger(type.GetString()))
                return new FunctionDefinition(metadata, document.RootElement.Clone(), isDisabled);
        }

        throw new InvalidOperationException($"The function '{metadata.Name}' has no trigger.");
    }

    /// <summary>Whether the trigger is of a type, whatever its case.</summary>
    public bool Is(string triggerType) => TriggerType.Equals(triggerType, StringComparison.OrdinalIgnoreCase);

    /// <summary>A text of the trigger's binding, <c>null</c> where there is none.</summary>
    public string? Text(string property) =>
        Find(property) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A truth value of the trigger's binding, <c>null</c> where there is none.</summary>
    public bool? Flag(string property) => Find(property)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The texts of a list in the trigger's binding, <c>null</c> where there is none.</summary>
    public string[]? Texts(string property) =>
        Find(property) is { ValueKind: JsonValueKind.Array } values ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : null;

    private static bool IsTrigger(string? type) => type?.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase) == true;

    private JsonElement? Find(string property)
    {
        foreach (var candidate in Trigger.EnumerateObject())
        {
            if (candidate.Name.Equals(property, StringComparison.OrdinalIgnoreCase))
                return candidate.Value;
        }

        return null;
    }
}
