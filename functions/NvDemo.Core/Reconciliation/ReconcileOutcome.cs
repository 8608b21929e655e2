using System.Text.Json.Serialization;

namespace NvDemo.Core.Reconciliation;

/// <summary>How a run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReconcileOutcome>))]
public enum ReconcileOutcome
{
    /// <summary>It got through.</summary>
    Complete,

    /// <summary>There is more to walk, for which there was no time.</summary>
    Unfinished,

    /// <summary>The last walk is not old enough for another one.</summary>
    NotDue,

    /// <summary>Another process walks.</summary>
    Elsewhere,
}
