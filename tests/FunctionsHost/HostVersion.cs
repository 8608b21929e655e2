namespace FunctionsHost;

/// <summary>The version that this host passes for, as workers may look at it.</summary>
internal static class HostVersion
{
    /// <summary>A version of the real host, the one whose behaviour was read and tried.</summary>
    public const string Text = "4.1037.0";
}
