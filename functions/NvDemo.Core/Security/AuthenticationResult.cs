namespace NvDemo.Core.Security;

/// <param name="Principal">The caller, where the credentials are valid.</param>
/// <param name="IsMissing">Whether there were no credentials at all (401); otherwise they are wrong (403).</param>
public readonly record struct AuthenticationResult(Principal? Principal, bool IsMissing)
{
    public static AuthenticationResult Missing { get; } = new(null, IsMissing: true);

    public static AuthenticationResult Denied { get; } = new(null, IsMissing: false);
}
