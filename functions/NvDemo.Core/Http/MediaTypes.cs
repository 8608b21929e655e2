namespace NvDemo.Core.Http;

/// <summary>The media types that the service itself writes.</summary>
public static class MediaTypes
{
    /// <summary>RFC 8259.</summary>
    public const string Json = "application/json";

    /// <summary>RFC 9457.</summary>
    public const string ProblemJson = "application/problem+json";

    /// <summary>Of a response that has nothing to read, such as a redirect: without one API Gateway would say JSON.</summary>
    public const string Text = "text/plain";

    /// <summary>What a file is whose type the client did not name.</summary>
    public const string OctetStream = "application/octet-stream";
}
