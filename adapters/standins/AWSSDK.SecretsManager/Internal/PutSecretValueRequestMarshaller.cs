using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager.Internal;

/// <summary>PutSecretValue as a request.</summary>
internal sealed class PutSecretValueRequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public static PutSecretValueRequestMarshaller Instance { get; } = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = (PutSecretValueRequest)input;
        return SecretsManagerRequest.Create(
            request,
            "PutSecretValue",
            ("SecretId", request.SecretId),
            ("SecretString", request.SecretString),
            ("ClientRequestToken", request.ClientRequestToken));
    }
}
