namespace NvDemo.Fuzz.Comparison;

/// <summary>A difference between the clouds that is known, and why it is one of the platforms and not of the service.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Reason">Why the platforms differ, and where that is written.</param>
/// <param name="Applies">Whether it may be in an exchange.</param>
/// <param name="Aspects">What it makes differ: <c>status</c>, <c>body</c>, names of headers; none: everything.</param>
internal sealed record Difference(string Name, string Reason, Func<Exchange, bool> Applies, params string[] Aspects)
{
    public bool Covers(string aspect) => Aspects.Length == 0 || Aspects.Contains(aspect);
}
