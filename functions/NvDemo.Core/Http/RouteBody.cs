namespace NvDemo.Core.Http;

/// <summary>The body that a route reads.</summary>
/// <param name="ContentType">Its media type; <c>*/*</c> for a file's own.</param>
/// <param name="Schema">What JSON it is: the name of a schema of OpenApi/schemas.json; <c>null</c> for what is no JSON.</param>
public sealed record RouteBody(string ContentType, string? Schema = null)
{
    public static RouteBody Json(string schema) => new(MediaTypes.Json, schema);
}
