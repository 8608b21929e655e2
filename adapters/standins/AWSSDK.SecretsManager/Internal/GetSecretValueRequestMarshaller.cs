using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager.Internal;

/// <summary>GetSecretValue as a request.</summary>
internal sealed class GetSecretValueRequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public static GetSecretValueRequestMarshaller Instance { get; } = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = (GetSecretValueRequest)input;
        return SecretsManagerRequest.Create(
            request,
            "GetSecretValue",
            ("SecretId", request.SecretId),
            ("VersionId", request.VersionId),
            ("VersionStage", request.VersionStage));
    }
}
