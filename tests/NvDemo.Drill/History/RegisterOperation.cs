namespace NvDemo.Drill.History;

/// <summary>
/// An operation on the register that a file is. A value is the size of the content, of which each version of a file has another;
/// <c>null</c> is no file.
/// </summary>
/// <param name="Key">The file.</param>
/// <param name="Began">It takes effect after this.</param>
/// <param name="Ended">It takes effect before this; <c>null</c> where nobody knows the outcome: it does at any time after, or never.</param>
/// <param name="Text">It as the history has it.</param>
internal sealed record RegisterOperation(string Key, DateTime Began, DateTime? Ended, string Text)
{
    /// <summary>What the value must be when it takes effect.</summary>
    public Requirement Requires { get; init; }

    /// <summary>The value that <see cref="Requires"/> is about.</summary>
    public long? Operand { get; init; }

    /// <summary>Whether it changes the value.</summary>
    public bool IsWrite { get; init; }

    /// <summary>What it changes the value to.</summary>
    public long? Value { get; init; }

    /// <summary>A reading of the register.</summary>
    public static RegisterOperation Read(string key, long? value, DateTime began, DateTime ended, string text) =>
        new(key, began, ended, text) { Requires = Requirement.Equal, Operand = value };

    /// <summary>Whether it can take effect on a value.</summary>
    public bool Accepts(long? value) => Requires switch
    {
        Requirement.Equal => value == Operand,
        Requirement.NotEqual => value != Operand,
        _ => true,
    };
}

/// <summary>What an operation requires of a register's value.</summary>
internal enum Requirement
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>That it is the operand.</summary>
    Equal,

    /// <summary>That it is not the operand.</summary>
    NotEqual,
}
