namespace Microsoft.Azure.Functions.Worker;

/// <summary>On a parameter of type <c>HttpRequest</c>: requests invoke the function.</summary>
/// <param name="authLevel">The key that a request must carry.</param>
/// <param name="methods">Methods that the function answers; none means all. Others are not found.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    /// <summary>All methods, with <see cref="AuthorizationLevel.Function"/>.</summary>
    public HttpTriggerAttribute()
        : this(AuthorizationLevel.Function, [])
    {
    }

    /// <summary>The given methods, with <see cref="AuthorizationLevel.Function"/>.</summary>
    public HttpTriggerAttribute(params string[] methods)
        : this(AuthorizationLevel.Function, methods)
    {
    }

    /// <summary>All methods, with the given level.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel)
        : this(authLevel, [])
    {
    }

    /// <summary>Route template below the route prefix of host.json; null for the function's name.</summary>
    public string? Route { get; set; }

    /// <summary>Methods that the function answers; none means all.</summary>
    public string[]? Methods { get; } = methods;

    /// <summary>The key that a request must carry.</summary>
    public AuthorizationLevel AuthLevel { get; } = authLevel;
}
