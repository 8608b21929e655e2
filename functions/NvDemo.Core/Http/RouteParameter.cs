namespace NvDemo.Core.Http;

/// <summary>Something of a request that a route reads, besides its path and its body.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, as a sentence.</param>
public sealed record RouteParameter(ParameterLocation Location, string Name, string Description)
{
    /// <summary>A parameter of the query.</summary>
    public static RouteParameter Query(string name, string description) => new(ParameterLocation.Query, name, description);

    /// <summary>A header.</summary>
    public static RouteParameter Header(string name, string description) => new(ParameterLocation.Header, name, description);
}

/// <summary>Where a <see cref="RouteParameter"/> is.</summary>
public enum ParameterLocation
{
    /// <summary>In the query.</summary>
    Query,

    /// <summary>Among the headers.</summary>
    Header,
}
