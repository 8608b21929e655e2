namespace NvDemo.Fuzz.Grammar;

/// <summary>Where a server takes a request to end.</summary>
internal enum Framing
{
    /// <summary>Where it does; another request may follow on the connection.</summary>
    Whole,

    /// <summary>That is not certain.</summary>
    Unclear,

    /// <summary>Later: the client ends the connection in the middle of it.</summary>
    Cut,
}
