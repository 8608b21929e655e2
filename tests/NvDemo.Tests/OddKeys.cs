namespace NvDemo.Tests;

/// <summary>Keys that adapters like to get wrong; every one of them is valid.</summary>
public static class OddKeys
{
    public static readonly IReadOnlyList<string> All =
    [
        "plain.txt",
        "a/b/c/deep.txt",
        "with space.txt",
        "a+b.txt",
        "100%",
        "50% off.txt",
        "sharp#1.txt",
        "what?.txt",
        "a;b=c.txt",
        "quote'double\"`.txt",
        "amp&equals=.txt",
        "[brackets]{braces}(parens).txt",
        "tilde~star*bang!.txt",
        "at@colon:comma,dollar$.txt",
        "less<greater>pipe|caret^.txt",
        "你好/世界.txt",
        "😀/🎉 party.txt",
        "ümlaut é.txt",
        "e\u0301 decomposed.txt",
        "...",
        ".hidden",
        "trailing.",
        " leading and trailing ",
        "UPPER/lower",
        "upper/lower",
        new string('k', 1024),
    ];

    public static TheoryData<string> Theory => [.. All];

    /// <summary>The key as a path: every byte that may be encoded is.</summary>
    public static string Encode(string key) => string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
}
