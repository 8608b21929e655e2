using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure.Identity;

/// <summary>STS as far as <c>AssumeRoleWithWebIdentity</c>, which remembers what it was asked and what it gave.</summary>
internal sealed class TokenService : IAsyncDisposable
{
    private readonly Func<Dictionary<string, string>, Task<string>> _answer;
    private readonly ConcurrentQueue<Dictionary<string, string>> _requests = [];
    private readonly ConcurrentQueue<string> _accessKeys = [];
    private LoopbackApplication? _application;

    private TokenService(Func<Dictionary<string, string>, Task<string>> answer) => _answer = answer;

    public Uri Url => _application!.Url;

    /// <summary>The parameters of each request, and <c>Authorization</c> with the header.</summary>
    public IReadOnlyCollection<Dictionary<string, string>> Requests => _requests;

    /// <summary>The access key id of each session that it gave.</summary>
    public IReadOnlyCollection<string> AccessKeys => _accessKeys;

    public Outage Outage { get; set; }

    /// <summary>Starts one that hands requests on to another, which is a real one.</summary>
    public static Task<TokenService> StartAsync(Uri behind) => StartAsync(async parameters =>
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(parameters);
        using var response = await http.PostAsync(behind, form);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    });

    /// <summary>Starts one whose sessions end when the test says.</summary>
    public static Task<TokenService> StartAsync(Func<DateTimeOffset> expiration)
    {
        var count = 0;
        return StartAsync(_ => Task.FromResult($"""
            <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <AssumeRoleWithWebIdentityResult>
                <Credentials>
                  <AccessKeyId>ASIASESSION{++count}</AccessKeyId>
                  <SecretAccessKey>secret-{count}</SecretAccessKey>
                  <SessionToken>session-{count}</SessionToken>
                  <Expiration>{expiration().UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}</Expiration>
                </Credentials>
              </AssumeRoleWithWebIdentityResult>
            </AssumeRoleWithWebIdentityResponse>
            """));
    }

    public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<TokenService> StartAsync(Func<Dictionary<string, string>, Task<string>> answer)
    {
        var service = new TokenService(answer);
        service._application = await LoopbackApplication.StartAsync(service.AnswerAsync);
        return service;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var parameters = form.ToDictionary(item => item.Key, item => item.Value.ToString());
        _requests.Enqueue(new(parameters) { ["Authorization"] = context.Request.Headers.Authorization.ToString() });
        if (Outage == Outage.Hangs)
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        if (Outage == Outage.Fails)
        {
            context.Response.StatusCode = 503;
            return;
        }

        var answer = await _answer(parameters);
        _accessKeys.Enqueue(XElement.Parse(answer).Descendants().Single(element => element.Name.LocalName == "AccessKeyId").Value);
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync(answer);
    }
}
