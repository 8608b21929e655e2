using System.Text.Json;

namespace NvDemo.LocalClouds.Aws.ApiGateway;

/// <summary>Names with all their values, in the order of arrival, as events carry headers and query parameters.</summary>
internal sealed class ValueMap(StringComparison comparison)
{
    private readonly List<(string Name, List<string> Values)> _entries = new(16);

    /// <summary>The last value of a name, or <c>null</c>.</summary>
    public string? this[string name] => Find(name)?[^1];

    /// <summary>Adds a value. The spelling of a name is that of its first value.</summary>
    public void Add(string name, string value)
    {
        if (Find(name) is { } values)
            values.Add(value);
        else
            _entries.Add((name, [value]));
    }

    /// <summary>Puts one value in the place of those there are.</summary>
    public void Set(string name, string value)
    {
        if (Find(name) is { } values)
        {
            values.Clear();
            values.Add(value);
        }
        else
        {
            _entries.Add((name, [value]));
        }
    }

    /// <summary>Writes each name with its last value; <c>null</c> when there are none.</summary>
    public void WriteLast(Utf8JsonWriter writer, string property) =>
        Write(writer, property, static (writer, name, values) => writer.WriteString(name, values[^1]));

    /// <summary>Writes each name with the list of its values; <c>null</c> when there are none.</summary>
    public void WriteAll(Utf8JsonWriter writer, string property) => Write(writer, property, static (writer, name, values) =>
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    });

    private void Write(Utf8JsonWriter writer, string property, Action<Utf8JsonWriter, string, List<string>> write)
    {
        if (_entries.Count == 0)
        {
            writer.WriteNull(property);
            return;
        }

        writer.WriteStartObject(property);
        foreach (var (name, values) in _entries)
            write(writer, name, values);
        writer.WriteEndObject();
    }

    private List<string>? Find(string name)
    {
        foreach (var entry in _entries)
        {
            if (entry.Name.Equals(name, comparison))
                return entry.Values;
        }

        return null;
    }
}
