namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>
/// What an authorizer tells about the caller: strings, numbers and booleans, no objects or arrays.
/// The serializer's context must have the types of the values.
/// </summary>
public class APIGatewayCustomAuthorizerContextOutput : Dictionary<string, object>;
