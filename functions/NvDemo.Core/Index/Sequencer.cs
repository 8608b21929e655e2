namespace NvDemo.Core.Index;

/// <summary>
/// S3's order of the events of one key: a hexadecimal number whose digits count from the left. Two of different lengths compare as text
/// after the shorter one is padded with zeros on the right (Amazon S3 User Guide, "Event message structure"); without the trailing zeros
/// they compare as text as they are, which is how they are kept.
/// </summary>
public readonly record struct Sequencer
{
    private Sequencer(string value) => Value = value;

    /// <summary>Upper-case hexadecimal digits without trailing zeros: their ordinal order is the order of the events.</summary>
    public string Value { get; }

    /// <exception cref="FormatException">It is not hexadecimal.</exception>
    public static Sequencer Parse(string text) =>
        text.Length > 0 && text.All(char.IsAsciiHexDigit)
            ? new Sequencer(text.ToUpperInvariant().TrimEnd('0'))
            : throw new FormatException("The sequencer is not a hexadecimal number.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
