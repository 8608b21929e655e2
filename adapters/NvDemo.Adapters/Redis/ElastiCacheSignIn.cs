using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using StackExchange.Redis.Configuration;

namespace NvDemo.Adapters.Redis;

/// <summary>
/// Signs in to an ElastiCache cache with IAM instead of a password: each new connection sends a token, which is a request to connect that
/// is signed with the AWS credentials (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html). ElastiCache closes the
/// connection after twelve hours, and the client opens a new one.
/// </summary>
/// <param name="credentials">Gives those of an identity that may <c>elasticache:Connect</c> as the user.</param>
public sealed class ElastiCacheSignIn(ElastiCacheUser user, Func<AWSCredentials> credentials, TimeProvider clock) : DefaultOptionsProvider
{
    private const string Service = "elasticache", TokenSeconds = "900";

    /// <inheritdoc/>
    public override string User => user.UserId;

    /// <summary>A token that is good for 15 minutes.</summary>
    public override string Password
    {
        get
        {
            var keys = credentials().GetCredentials();
            var request = new DefaultRequest(new ConnectRequest(), Service)
            {
                HttpMethod = "GET",
                UseQueryString = true,
                ResourcePath = "/",
                Endpoint = new Uri($"http://{user.Cache}"),
            };
            request.Parameters["Action"] = "connect";
            request.Parameters["User"] = user.UserId;
            request.Parameters["X-Amz-Expires"] = TokenSeconds;
            if (keys.UseToken)
                request.Parameters["X-Amz-Security-Token"] = keys.Token;
            var signature = AWS4PreSignedUrlSigner.SignRequest(
                request, null, new RequestMetrics(), keys.AccessKey, keys.SecretKey, Service, user.Region, clock.GetUtcNow().UtcDateTime);

            // Without the scheme.
            return $"{AmazonServiceClient.ComposeUrl(request).AbsoluteUri["http://".Length..]}&{signature.ForQueryParameters}";
        }
    }

    private sealed class ConnectRequest : AmazonWebServiceRequest;
}
