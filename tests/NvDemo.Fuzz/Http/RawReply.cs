using System.Text;

namespace NvDemo.Fuzz.Http;

/// <summary>A reply as it came; texts are one character for each byte.</summary>
internal sealed record RawReply(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    /// <summary>The connection was closed without a reply.</summary>
    public const int Closed = 0;

    /// <summary>No reply came in time.</summary>
    public const int TimedOut = -1;

    /// <summary>What came is no reply.</summary>
    public const int Malformed = -2;

    public static RawReply Without(int reason, string text = "") => new(reason, [], Encoding.UTF8.GetBytes(text));

    /// <summary>Whether the client had ended its side of the connection in the middle of the request.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether the server ends the connection after this.</summary>
    public bool IsLast => Status <= 0 || Header("Connection")?.Equals("close", StringComparison.OrdinalIgnoreCase) == true;

    private IEnumerable<(string Name, string Value)> Shown =>
        Headers.Where(header => !header.Name.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase) && header.Name is not ("Date" or "Server"));

    /// <summary>The first value of a header, or <c>null</c>.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <inheritdoc/>
    public override string ToString() => Status switch
    {
        Closed => "closed",
        TimedOut => "no reply",
        Malformed => "malformed: " + OneLine.Of(Encoding.Latin1.GetString(Body), 500),
        _ => $"{Status} {OneLine.Of(string.Join(' ', Shown.Select(header => $"[{header.Name}: {header.Value}]")), 1000)} {OneLine.Of(Encoding.Latin1.GetString(Body), 300)}",
    };
}
