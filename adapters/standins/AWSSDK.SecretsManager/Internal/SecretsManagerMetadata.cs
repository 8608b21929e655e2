using Amazon.Runtime.Internal;

namespace Amazon.SecretsManager.Internal;

/// <summary>The service's name for the SDK's user agent and telemetry.</summary>
internal sealed class SecretsManagerMetadata : IServiceMetadata
{
    public string ServiceId => AmazonSecretsManagerConfig.ServiceId;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}
