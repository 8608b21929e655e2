namespace NvDemo.Core.Security;

/// <summary>A client of the <c>client</c> secret, without what it signs in with.</summary>
/// <param name="Principal">Who it is, and what it may do.</param>
/// <param name="IsHashed">Whether the secret has a hash of its password instead of the password.</param>
public sealed record ClientEntry(Principal Principal, bool IsHashed);
