namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>Event of a REST API with Lambda proxy integration (format 1.0). What the gateway sends as null is null here.</summary>
public partial class APIGatewayProxyRequest
{
    /// <summary>Path template of the matched resource, such as <c>/{proxy+}</c>.</summary>
    public string? Resource { get; set; }

    /// <summary>Path as the client sent it, still percent-encoded, without the stage.</summary>
    public string? Path { get; set; }

    /// <summary>HTTP method, in capitals.</summary>
    public string? HttpMethod { get; set; }

    /// <summary>Headers with their last value; names keep the client's case.</summary>
    public IDictionary<string, string>? Headers { get; set; }

    /// <summary>Headers with all values; names keep the client's case.</summary>
    public IDictionary<string, IList<string>>? MultiValueHeaders { get; set; }

    /// <summary>Query parameters with their last value, decoded.</summary>
    public IDictionary<string, string>? QueryStringParameters { get; set; }

    /// <summary>Values of the resource's path parameters.</summary>
    public IDictionary<string, string>? PathParameters { get; set; }

    /// <summary>Variables of the stage.</summary>
    public IDictionary<string, string>? StageVariables { get; set; }

    /// <summary>The gateway's own view of the request.</summary>
    public ProxyRequestContext? RequestContext { get; set; }

    /// <summary>Body, as text or base64.</summary>
    public string? Body { get; set; }

    /// <summary>Whether <see cref="Body"/> is base64.</summary>
    public bool IsBase64Encoded { get; set; }
}
