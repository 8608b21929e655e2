using System.Text;
using System.Text.Json;

namespace NvDemo.Tests.Services;

/// <summary>A reply, read whole.</summary>
public sealed record CloudReply(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The keys of a list reply.</summary>
    public IReadOnlyList<string> Keys => [.. Json.EnumerateArray().Select(file => file.GetProperty("prefix_path").GetString()!)];

    public override string ToString() => $"{Status} {string.Join("; ", Headers)} {Text}";
}
