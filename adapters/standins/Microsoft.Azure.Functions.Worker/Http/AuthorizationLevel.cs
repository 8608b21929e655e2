namespace Microsoft.Azure.Functions.Worker;

/// <summary>The key that a request must carry to reach an HTTP function.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,

    /// <summary>A user's token. Here the master key.</summary>
    User = 1,

    /// <summary>A key of the function or of the host. Here the master key.</summary>
    Function = 2,

    /// <summary>A key of an extension. Here the master key.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
