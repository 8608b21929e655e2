using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.SecretsManager.Internal;
using Amazon.Util.Internal;

namespace Amazon.SecretsManager;

/// <summary>Region, endpoint, time-outs and retries of an <see cref="AmazonSecretsManagerClient"/>.</summary>
public class AmazonSecretsManagerConfig : ClientConfig
{
    // As the SDK's own modes have it.
    private static readonly IDefaultConfiguration[] Modes =
    [
        Mode(DefaultConfigurationMode.Standard, 3.1),
        Mode(DefaultConfigurationMode.InRegion, 1.1),
        Mode(DefaultConfigurationMode.CrossRegion, 3.1),
        Mode(DefaultConfigurationMode.Mobile, 30),
    ];

    /// <summary>The SDK's defaults and what the environment sets (<c>AWS_REGION</c>, <c>AWS_ENDPOINT_URL</c> and so on).</summary>
    public AmazonSecretsManagerConfig()
        : base(new DefaultConfigurationProvider(Modes))
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = RegionEndpointServiceName;
        EndpointProvider = new SecretsManagerEndpointProvider();
    }

    /// <summary>Name of the service in the SDK's configuration, as in <c>AWS_ENDPOINT_URL_SECRETS_MANAGER</c>.</summary>
    public static new string ServiceId => "Secrets Manager";

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "secretsmanager";

    /// <inheritdoc/>
    public override string ServiceVersion => "2017-10-17";

    /// <inheritdoc/>
    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString(ServiceId, "4.0.0");

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(SecretsManagerEndpointResolver.Parameters(this, parameters?.AlternateEndpoint));

    private static DefaultConfiguration Mode(DefaultConfigurationMode name, double connectSeconds) => new()
    {
        Name = name,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromSeconds(connectSeconds),
        TlsNegotiationTimeout = TimeSpan.FromSeconds(connectSeconds),
    };
}
