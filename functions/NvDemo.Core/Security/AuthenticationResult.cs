namespace NvDemo.Core.Security;

/// <summary>What authentication came to.</summary>
/// <param name="Principal">The caller, where the credentials are valid.</param>
/// <param name="IsMissing">Whether there were no credentials at all (401); otherwise they are wrong (403).</param>
public readonly record struct AuthenticationResult(Principal? Principal, bool IsMissing)
{
    /// <summary>No credentials came.</summary>
    public static AuthenticationResult Missing { get; } = new(null, IsMissing: true);

    /// <summary>The credentials do not authenticate.</summary>
    public static AuthenticationResult Denied { get; } = new(null, IsMissing: false);
}
