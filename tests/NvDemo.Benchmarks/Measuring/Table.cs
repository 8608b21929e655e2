using System.Globalization;
using System.Text.Json.Nodes;

namespace NvDemo.Benchmarks.Measuring;

/// <summary>What a benchmark found: numbers and words in columns.</summary>
internal sealed class Table(string title, params string[] columns)
{
    private readonly List<object[]> _rows = [];

    /// <summary>A row; an empty cell is <c>""</c>, a number an <c>int</c>, a <c>long</c> or a <c>double</c>.</summary>
    public void Add(params object[] row)
    {
        _rows.Add(row);
        Console.Error.WriteLine($"{title}: {string.Join(" | ", row.Select(Text))}");
    }

    public string ToMarkdown() => string.Join('\n',
    [
        $"### {title}", "", Line(columns), Line(columns.Select(_ => "---")), .. _rows.Select(row => Line(row.Select(Text))), "",
    ]);

    public JsonObject ToJson() => new()
    {
        ["title"] = title,
        ["rows"] = new JsonArray([.. _rows.Select(row => new JsonObject(
            row.Zip(columns, (cell, column) => KeyValuePair.Create(column, cell switch
            {
                double.NaN => null,
                double number => JsonValue.Create(number),
                int number => JsonValue.Create(number),
                long number => JsonValue.Create(number),
                _ => (JsonNode?)JsonValue.Create(cell.ToString()),
            }))))]),
    };

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Text(object cell) => cell switch
    {
        double.NaN => "",
        double number when Math.Abs(number) < 10 => number.ToString("0.00", CultureInfo.InvariantCulture),
        double number => number.ToString("N0", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };
}
