using System.Globalization;
using System.Text;

namespace NvDemo.Fuzz.Grammar;

/// <summary>Keys of files, and their spellings in paths.</summary>
internal sealed class KeyGrammar(Dice dice)
{
    private static readonly string[] OddTexts =
    [
        " ", "  ", "+", "%", "100%", "50% off", "#", "?", "?a=b", ";", "a;b=c", "&", "=", "'", "\"", "`", "<", ">", "|", "^", "[x]", "{x}", "~", "*",
        "!", "@", ":", ",", "$", "(", ")", "...", ".x", "x.", "..x", "ä", "e\u0301", "你好", "مرحبا", "😀", "👩‍👩‍👧", "\u00A0", "\u00AD", "\u200B", "\u200F",
        "\u2028", "\uFEFF", "\uFFFD", "\uD7FF", "\U0001F1E9\U0001F1EA", "\U00010000", "\U0010FFFD", "ﬀ", "ſ", "K", "İ",
    ];

    private static readonly string[] RefusedTexts =
    [
        "\0", "\u0001", "\t", "\n", "\r\n", "\u001F", "\u007F", "\u0085", "\u009F", "\\", "..\\", "%41", "%2F", "%2e", "%00", "%25", "//", "\uFFFE", "\uFFFF", "\U0001FFFE",
        "\U0010FFFF",
    ];

    private static readonly string[] Extensions = ["", "", ".txt", ".html", ".png", ".json", ".PDF", ".tar.gz", ".x", "."];

    /// <summary>A key of the sequence's own; most are valid.</summary>
    public string Key() => Learned.Namespace + dice.Weighted(
        (50, () => Name() + dice.Of(Extensions)),
        (30, () => "/" + Name() + dice.Of(Extensions)),
        (20, () => string.Concat(Enumerable.Range(0, 1 + dice.Below(4)).Select(_ => "/" + Name())) + dice.Of(Extensions)),
        (15, () => $"/d/{Learned.Namespace}{Name()}"),
        (4, () => "/" + new string(dice.Of('k', 'ä', '你'), 1 + dice.Below(1100))),
        (1, () => string.Concat(Enumerable.Repeat("/a", 400 + dice.Below(120)))),
        (6, () => "/" + Name() + dice.Of(RefusedTexts) + Name()),
        (2, () => "/" + Name() + dice.Of("/", "//", "/.", "/..")));

    /// <summary>A key as a path has it, without the slash before it.</summary>
    public string Spell(string key)
    {
        var path = new StringBuilder();
        var isCareless = dice.Percent(20);
        foreach (var rune in key.EnumerateRunes())
        {
            if (rune.IsBmp && Learned.NameOf((char)rune.Value) is not null)
                path.Append((char)rune.Value);
            else if (rune.Value == '/')
                path.Append('/');
            else if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || "-._~".Contains((char)rune.Value)))
                path.Append(isCareless && dice.Percent(10) ? Encoded(rune) : rune.ToString());
            else if (isCareless && rune.Value is > ' ' and <= '~' and not ('?' or '#' or '%') && dice.Percent(50))
                path.Append((char)rune.Value);
            else
                path.Append(Encoded(rune));
        }

        return path.ToString();
    }

    private string Name() => dice.Weighted(
        (50, () => new string([.. Enumerable.Range(0, 1 + dice.Below(8)).Select(_ => (char)('a' + dice.Below(26)))])),
        (30, () => $"{(char)('A' + dice.Below(26))}{dice.Of(OddTexts)}{dice.Below(100)}"),
        (15, () => dice.Of(OddTexts) + dice.Of(OddTexts) + "x"),
        (10, () => "x" + AnyRune() + AnyRune()));

    private string AnyRune()
    {
        var value = dice.Weighted(
            (1, () => 0x20 + dice.Below(0x5F)),
            (1, () => 0xA0 + dice.Below(0x760)),
            (1, () => 0x800 + dice.Below(0xD000)),
            (1, () => 0x10000 + dice.Below(0x20000)));
        return value is '/' or '\\' or '%' || !Rune.IsValid(value) ? "x" : char.ConvertFromUtf32(value);
    }

    private string Encoded(Rune rune)
    {
        var isLower = dice.Percent(10);
        var encoded = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(rune.ToString()))
            encoded.Append('%').Append(value.ToString(isLower ? "x2" : "X2", CultureInfo.InvariantCulture));
        return encoded.ToString();
    }
}
