namespace NvDemo.LocalClouds.Aws.ApiGateway;

/// <summary>A deployed REST API: its address, its functions and its limits, whose defaults are those of AWS.</summary>
/// <param name="Port">The port of 127.0.0.1 to listen on.</param>
/// <param name="Region">The region in ARNs.</param>
public sealed record RestApiGatewayOptions(int Port, string Region)
{
    /// <summary>The account in ARNs and events.</summary>
    public const string AccountId = "000000000000";

    /// <summary>The stage that the custom domain maps to.</summary>
    public const string Stage = "live";

    /// <summary>The function behind every resource but <c>/health</c>.</summary>
    public string IntegrationFunction { get; init; } = "api";

    /// <summary>The function behind <c>/health</c>.</summary>
    public string HealthFunction { get; init; } = "health";

    /// <summary>The REQUEST authorizer.</summary>
    public string AuthorizerFunction { get; init; } = "authorizer";

    /// <summary>The API's id in ARNs and events.</summary>
    public string ApiId { get; init; } = "nvdemo0000";

    /// <summary>How long an authorizer's answer is kept for its Authorization header; zero: it is asked every time.</summary>
    public TimeSpan AuthorizerTimeToLive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a function may take, cold start and queue included.</summary>
    public TimeSpan IntegrationTimeout { get; init; } = TimeSpan.FromSeconds(29);

    /// <summary>The largest request body, in bytes.</summary>
    public int BodyLimit { get; init; } = 10_485_760;

    /// <summary>Requests under way at once; those past it are throttled.</summary>
    public int BurstLimit { get; init; } = 5_000;

    /// <summary>Whose pages may read what the gateway itself answers; nobody's by default.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>The ARN that policies are checked against.</summary>
    internal string MethodArn(GatewayRequest request) =>
        $"arn:aws:execute-api:{Region}:{AccountId}:{ApiId}/{Stage}/{request.Method}{request.Path}";
}
