namespace Amazon.Lambda.APIGatewayEvents;

/// <content>The request's caller.</content>
public partial class APIGatewayProxyRequest
{
    /// <summary>Who sent a request, as far as the gateway can tell.</summary>
    public class RequestIdentity
    {
        /// <summary>Address of the connection to the gateway.</summary>
        public string? SourceIp { get; set; }

        /// <summary>The <c>User-Agent</c> header.</summary>
        public string? UserAgent { get; set; }
    }
}
