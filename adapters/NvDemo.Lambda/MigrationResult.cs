using System.Text.Json.Serialization;

namespace NvDemo.Lambda;

/// <summary>The answer of <c>postgres-init</c>: the names of the migrations it applied.</summary>
public sealed record MigrationResult([property: JsonPropertyName("applied")] IReadOnlyList<string> Applied);
