using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.SecretsManager.Internal;

/// <summary>The service's endpoint: the configured URL, else the one of the region, in its FIPS variant if asked for.</summary>
internal sealed class SecretsManagerEndpointProvider : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters["Endpoint"] is string url)
            return new Endpoint(url);
        if (parameters["Region"] is not string region)
            throw new AmazonClientException("No region is configured.");
        if (parameters["UseDualStack"] is true)
            throw new AmazonClientException("Dual-stack endpoints are not supported: set ServiceURL.");

        var host = parameters["UseFIPS"] is true ? "secretsmanager-fips" : "secretsmanager";
        return new Endpoint($"https://{host}.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}");
    }
}
