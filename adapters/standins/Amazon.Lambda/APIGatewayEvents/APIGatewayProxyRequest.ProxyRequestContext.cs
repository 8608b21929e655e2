namespace Amazon.Lambda.APIGatewayEvents;

/// <content>The request's context.</content>
public partial class APIGatewayProxyRequest
{
    /// <summary>API, stage, caller and authorizer of a request.</summary>
    public class ProxyRequestContext
    {
        /// <summary>Account that owns the API.</summary>
        public string? AccountId { get; set; }

        /// <summary>Id of the API.</summary>
        public string? ApiId { get; set; }

        /// <summary>The <c>context</c> that the authorizer answered.</summary>
        public APIGatewayCustomAuthorizerContext? Authorizer { get; set; }

        /// <summary>Domain that the client addressed.</summary>
        public string? DomainName { get; set; }

        /// <summary>HTTP method, in capitals.</summary>
        public string? HttpMethod { get; set; }

        /// <summary>The caller.</summary>
        public RequestIdentity? Identity { get; set; }

        /// <summary>Path with the stage.</summary>
        public string? Path { get; set; }

        /// <summary>Id that the gateway gave the request.</summary>
        public string? RequestId { get; set; }

        /// <summary>Path template of the matched resource.</summary>
        public string? ResourcePath { get; set; }

        /// <summary>Name of the stage.</summary>
        public string? Stage { get; set; }
    }
}
