namespace NvDemo.Core.Security;

/// <summary>What a caller may do, or a route asks for.</summary>
[Flags]
public enum Scopes
{
    /// <summary>Nothing; on a route: no credentials needed.</summary>
    None = 0,

    /// <summary>List and download.</summary>
    Read = 1,

    /// <summary>Upload.</summary>
    Write = 2,

    /// <summary>Delete.</summary>
    Delete = 4,

    All = Read | Write | Delete,
}
