namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key a caller of an HTTP function must have.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,

    /// <summary>Reserved.</summary>
    User = 1,

    /// <summary>The function's key.</summary>
    Function = 2,

    /// <summary>Reserved.</summary>
    System = 3,

    /// <summary>The host's master key.</summary>
    Admin = 4,
}
