namespace NvDemo.Core.Http;

/// <summary>Something of a request that a route reads, besides its path and its body.</summary>
/// <param name="Description">What it does, as a sentence.</param>
public sealed record RouteParameter(ParameterLocation Location, string Name, string Description)
{
    /// <summary>Whether a request without it is always refused.</summary>
    public bool IsRequired { get; init; }

    public static RouteParameter Query(string name, string description) => new(ParameterLocation.Query, name, description);

    public static RouteParameter Header(string name, string description) => new(ParameterLocation.Header, name, description);
}

/// <summary>Where a <see cref="RouteParameter"/> is.</summary>
public enum ParameterLocation
{
    Query,

    Header,
}
