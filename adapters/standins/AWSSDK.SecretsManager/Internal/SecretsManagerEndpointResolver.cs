using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Amazon.SecretsManager.Internal;

/// <summary>Hands the client's configuration to its endpoint provider.</summary>
internal sealed class SecretsManagerEndpointResolver : BaseEndpointResolver
{
    /// <summary>What the endpoint depends on: the configured region and options, or a configured URL.</summary>
    public static EndpointParameters Parameters(IClientConfig config, RegionEndpoint? alternateEndpoint)
    {
        var parameters = new EndpointParameters
        {
            ["UseDualStack"] = config.UseDualstackEndpoint,
            ["UseFIPS"] = config.UseFIPSEndpoint,
        };
        if ((alternateEndpoint ?? config.RegionEndpoint) is { } region)
            parameters["Region"] = region.SystemName;
        if (config.ServiceURL is { Length: > 0 } url)
            parameters["Endpoint"] = url;
        return parameters;
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
        Parameters(requestContext.ClientConfig, requestContext.Request.AlternateEndpoint);
}
