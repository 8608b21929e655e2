using System.Globalization;
using System.Text;

namespace NvDemo.Fuzz.Grammar;

/// <summary>A request to both clouds, as text in which <see cref="Learned"/> characters stand for what is each cloud's own.</summary>
/// <param name="Method">The method, to know what its reply looks like.</param>
/// <param name="Head">Everything up to the body, the empty line included.</param>
/// <param name="Body">What follows, chunks and all.</param>
internal sealed record RequestTemplate(string Method, string Head, byte[] Body)
{
    private const int Shown = 600;

    /// <summary>The target of the request line.</summary>
    public required string Target { get; init; }

    /// <summary>What the body says, without chunks; <c>null</c> where that is not certain.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The body, where there are <see cref="Learned"/> characters in it too.</summary>
    public string? Text { get; init; }

    /// <summary>Where it ends.</summary>
    public Framing Framing { get; init; }

    /// <summary>Whether client and server may take the path for the same key: no dot segments and no other spelling of the route.</summary>
    public bool IsPlainPath { get; init; } = true;

    /// <summary>The request on one line; what can't be read is escaped.</summary>
    public override string ToString() => OneLine.Of(Head, Shown) + OneLine.Of(Text ?? "", Shown) + (Body.Length == 0 ? "" : OneLine.Of(Encoding.Latin1.GetString(Body), 200));

    /// <summary>The bytes for one cloud.</summary>
    public byte[] Render(Func<char, string> learned)
    {
        var body = Text is null ? Body : Encoding.Latin1.GetBytes(Render(Text, learned));
        var head = Render(Head, character => character == Learned.BodyLength ? body.Length.ToString(CultureInfo.InvariantCulture) : learned(character));
        return [.. Encoding.Latin1.GetBytes(head), .. body];
    }

    private static string Render(string text, Func<char, string> learned)
    {
        var rendered = new StringBuilder(text.Length + 64);
        foreach (var character in text)
        {
            if (character <= '\xFF')
                rendered.Append(character);
            else
                rendered.Append(learned(character));
        }

        return rendered.ToString();
    }
}
