namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>Event of a Lambda authorizer, of type <c>REQUEST</c> or <c>TOKEN</c>.</summary>
public class APIGatewayCustomAuthorizerRequest
{
    /// <summary><c>REQUEST</c> or <c>TOKEN</c>.</summary>
    public string? Type { get; set; }

    /// <summary>ARN of the requested method, <c>arn:aws:execute-api:region:account:api/stage/METHOD/path</c>.</summary>
    public string? MethodArn { get; set; }

    /// <summary>Path as the client sent it; null for <c>TOKEN</c>, as all below.</summary>
    public string? Path { get; set; }

    /// <summary>HTTP method, in capitals.</summary>
    public string? HttpMethod { get; set; }

    /// <summary>Headers with their last value; names keep the client's case.</summary>
    public IDictionary<string, string>? Headers { get; set; }

    /// <summary>Query parameters with their last value, decoded.</summary>
    public IDictionary<string, string>? QueryStringParameters { get; set; }

    /// <summary>Values of the resource's path parameters.</summary>
    public IDictionary<string, string>? PathParameters { get; set; }

    /// <summary>Variables of the stage.</summary>
    public IDictionary<string, string>? StageVariables { get; set; }

    /// <summary>The gateway's own view of the request.</summary>
    public APIGatewayProxyRequest.ProxyRequestContext? RequestContext { get; set; }
}
