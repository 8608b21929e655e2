namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>What the authorizer told about the caller. Values read from an event are <see cref="System.Text.Json.JsonElement"/>.</summary>
public class APIGatewayCustomAuthorizerContext : Dictionary<string, object>;
