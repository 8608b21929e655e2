using System.Text.Json.Serialization;

namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>An IAM policy. IAM's member names are capitalised.</summary>
public partial class APIGatewayCustomAuthorizerPolicy
{
    /// <summary>Version of the policy language.</summary>
    [JsonPropertyName("Version")]
    public string Version { get; set; } = "2012-10-17";

    /// <summary>The statements; a denial wins over a permission.</summary>
    [JsonPropertyName("Statement")]
    public List<IAMPolicyStatement> Statement { get; set; } = [];
}
