using System.Text;

namespace NvDemo.Fuzz.Grammar;

/// <summary>Text as its bytes of UTF-8, one character each; <see cref="Learned"/> characters stay.</summary>
internal static class Utf8
{
    public static string Of(string text)
    {
        var bytes = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsBmp && Learned.NameOf((char)rune.Value) is not null)
                bytes.Append((char)rune.Value);
            else
                bytes.Append(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(rune.ToString())));
        }

        return bytes.ToString();
    }
}
