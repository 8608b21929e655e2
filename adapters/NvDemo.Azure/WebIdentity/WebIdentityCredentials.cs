using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Amazon.Util.Internal;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging;

namespace NvDemo.Azure.WebIdentity;

/// <summary>
/// An AWS role's credentials without static keys: a token of the app's managed identity is exchanged at STS
/// (<c>AssumeRoleWithWebIdentity</c>) for a session of an hour. Past half of it the next request has it renewed in the background, by one
/// refresh at a time; while that fails, the session at hand serves until a minute before its end.
/// </summary>
/// <remarks>
/// Without a session, or after its end, <see cref="AWSCredentials.GetCredentialsAsync"/> waits for a refresh, at most 10 s, and throws
/// <see cref="AmazonClientException"/> if it fails; for 2 s after a failure it throws the same at once. A renewal that has failed is
/// tried again after 30 s. The SDK's own <see cref="AssumeRoleWithWebIdentityCredentials"/> takes its token only from a file.
/// </remarks>
public sealed partial class WebIdentityCredentials : RefreshingAWSCredentials
{
    // Where CloudTrail shows who acted.
    private const string SessionName = "nv-demo-azure";

    // Half of STS's default: a presigned URL is good for that long at least.
    private static readonly TimeSpan RenewBeforeEnd = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan RefreshTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    // Without a session, what clients are told to wait: Retry-After.
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RenewalPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly WebIdentitySettings _settings;
    private readonly TokenCredential _identity;
    private readonly Uri? _stsEndpoint;
    private readonly TimeProvider _clock;
    private readonly ILogger<WebIdentityCredentials> _logger;
    private Task<Credentials>? _refresh;
    private long _failedAt;

    /// <summary>Of the role in the settings, for the app's managed identity. Nothing connects before they are needed.</summary>
    public WebIdentityCredentials(WebIdentitySettings settings, ILogger<WebIdentityCredentials> logger)
        : this(settings, ManagedIdentity(settings), stsEndpoint: null, TimeProvider.System, logger)
    {
    }

    /// <summary>Of the role in the settings, for any identity.</summary>
    /// <param name="settings">The role, and what the identity's token is for.</param>
    /// <param name="stsEndpoint">STS; <c>null</c> for the one that the SDK finds (<c>AWS_ENDPOINT_URL</c>, <c>AWS_REGION</c>).</param>
    /// <param name="logger">The log; tokens and keys do not reach it.</param>
    public WebIdentityCredentials(
        WebIdentitySettings settings, TokenCredential identity, Uri? stsEndpoint, TimeProvider clock,
        ILogger<WebIdentityCredentials> logger)
        : base(new SdkClock(clock))
    {
        (_settings, _identity, _stsEndpoint, _clock, _logger) = (settings, identity, stsEndpoint, clock, logger);
        PreemptExpiryTime = RenewBeforeEnd;
    }

    /// <inheritdoc/>
    protected override CredentialsRefreshState GenerateNewCredentials() =>
        Task.Run(GenerateNewCredentialsAsync).GetAwaiter().GetResult();

    /// <inheritdoc/>
    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var session = await RefreshAsync();
        return new CredentialsRefreshState(await session.GetCredentialsAsync(), session.Expiration!.Value, _timeProvider);
    }

    private Task<Credentials> RefreshAsync()
    {
        lock (_gate)
        {
            var pause = Expiration > _clock.GetUtcNow().UtcDateTime ? RenewalPause : RetryPause;
            if (_refresh is null or { IsCompletedSuccessfully: true }
                || (_refresh.IsCompleted && _clock.GetElapsedTime(_failedAt) >= pause))
            {
                _refresh = AssumeRoleAsync();
            }

            return _refresh;
        }
    }

    private async Task<Credentials> AssumeRoleAsync()
    {
        using var deadline = new CancellationTokenSource(RefreshTimeout, _clock);
        try
        {
            var token = await _identity.GetTokenAsync(new TokenRequestContext([_settings.Scope]), deadline.Token);
            using var sts = new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), Configuration(_stsEndpoint));
            var request = new AssumeRoleWithWebIdentityRequest
            {
                RoleArn = _settings.RoleArn,
                RoleSessionName = SessionName,
                WebIdentityToken = token.Token,
            };
            var session = (await sts.AssumeRoleWithWebIdentityAsync(request, deadline.Token)).Credentials;
            LogAssumed(_settings.RoleArn, session.Expiration!.Value);
            return session;
        }
        catch (Exception e)
        {
            // Whatever it was, AWS is out of reach for now: callers see one type, which their clients get as 503.
            _failedAt = _clock.GetTimestamp();
            LogFailed(e, _settings.RoleArn, Expiration);
            throw new AmazonClientException($"The role {_settings.RoleArn} can't be assumed.", e);
        }
    }

    private static AmazonSecurityTokenServiceConfig Configuration(Uri? endpoint)
    {
        var config = new AmazonSecurityTokenServiceConfig
        {
            Timeout = CallTimeout,
            ConnectTimeout = TimeSpan.FromSeconds(1),
            MaxErrorRetry = 1,
        };
        if (endpoint is not null)
            config.ServiceURL = endpoint.AbsoluteUri;
        return config;
    }

    private static ManagedIdentityCredential ManagedIdentity(WebIdentitySettings settings) =>
        new(new ManagedIdentityCredentialOptions(
            settings.ClientId is { } id ? ManagedIdentityId.FromUserAssignedClientId(id) : ManagedIdentityId.SystemAssigned)
        {
            // Its own policy goes on for 24 s, whatever its Retry options say.
            RetryPolicy = new global::Azure.Core.Pipeline.RetryPolicy(maxRetries: 1),
        });

    [LoggerMessage(LogLevel.Information, "Assumed {RoleArn} until {Expiration:u}")]
    private partial void LogAssumed(string roleArn, DateTime expiration);

    [LoggerMessage(LogLevel.Warning, "{RoleArn} can't be assumed; the session at hand, if any, serves until {Expiration:u}")]
    private partial void LogFailed(Exception exception, string roleArn, DateTime? expiration);

    private sealed class SdkClock(TimeProvider clock) : ITimeProvider
    {
        public DateTime CorrectedUtcNow => clock.GetUtcNow().UtcDateTime;
    }
}
