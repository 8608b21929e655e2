using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure.Identity;

/// <summary>
/// The local endpoint that gives a Functions app its managed identity's tokens, version 2019-08-01:
/// https://learn.microsoft.com/azure/app-service/overview-managed-identity, "REST endpoint reference".
/// </summary>
internal sealed class ManagedIdentityEndpoint : IAsyncDisposable
{
    private readonly string _secret = Guid.NewGuid().ToString();
    private readonly ConcurrentQueue<(string Resource, string ClientId)> _requests = [];
    private LoopbackApplication? _application;

    private ManagedIdentityEndpoint()
    {
    }

    /// <summary>The token that it gives.</summary>
    public string Token { get; } = $"eyJ0eXAiOiJKV1QifQ.{Guid.NewGuid():N}.signature";

    /// <summary>What tokens were asked for.</summary>
    public IReadOnlyCollection<(string Resource, string ClientId)> Requests => _requests;

    public Outage Outage { get; set; }

    /// <summary>The variables by which an app finds it.</summary>
    public IReadOnlyDictionary<string, string?> Variables => new Dictionary<string, string?>
    {
        ["IDENTITY_ENDPOINT"] = new Uri(_application!.Url, "msi/token").AbsoluteUri,
        ["IDENTITY_HEADER"] = _secret,
    };

    public static async Task<ManagedIdentityEndpoint> StartAsync()
    {
        var endpoint = new ManagedIdentityEndpoint();
        endpoint._application = await LoopbackApplication.StartAsync(endpoint.AnswerAsync);
        return endpoint;
    }

    public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var isWellFormed = request.Method == "GET" && request.Path == "/msi/token" && request.Query["api-version"] == "2019-08-01";
        if (!isWellFormed || request.Headers["X-IDENTITY-HEADER"] != _secret)
        {
            context.Response.StatusCode = isWellFormed ? 401 : 400;
            return;
        }

        if (Outage == Outage.Hangs)
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        if (Outage == Outage.Fails)
        {
            context.Response.StatusCode = 500;
            return;
        }

        var (resource, clientId) = (request.Query["resource"].ToString(), request.Query["client_id"].ToString());
        _requests.Enqueue((resource, clientId));
        await context.Response.WriteAsJsonAsync(new
        {
            access_token = Token,
            expires_on = $"{DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds()}",
            resource,
            token_type = "Bearer",
            client_id = clientId,
        });
    }
}
