using System.Text.Json.Serialization;

namespace Amazon.Lambda.APIGatewayEvents;

/// <content>A statement of the policy.</content>
public partial class APIGatewayCustomAuthorizerPolicy
{
    /// <summary>Allows or denies actions on resources.</summary>
    public class IAMPolicyStatement
    {
        /// <summary>Actions, such as <c>execute-api:Invoke</c>.</summary>
        [JsonPropertyName("Action")]
        public HashSet<string>? Action { get; set; }

        /// <summary><c>Allow</c> or <c>Deny</c>.</summary>
        [JsonPropertyName("Effect")]
        public string Effect { get; set; } = "Allow";

        /// <summary>ARNs, with <c>*</c> and <c>?</c> as wildcards.</summary>
        [JsonPropertyName("Resource")]
        public HashSet<string>? Resource { get; set; }
    }
}
