using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Core;
using NvDemo.Core.Composition;
using NvDemo.Core.Http;
using NvDemo.Core.Security;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Core;

public sealed class AccessLogTests
{
    // A quote or a line end of a client's must not begin another field or line, and what signs something is in a query.
    [Theory]
    [InlineData("/a\"b", "agent \"x\"\n", "GET /a\\\"b HTTP/1.1", "agent \\\"x\\\"\\x0a")]
    [InlineData("/a%20b", null, "GET /a%20b HTTP/1.1", "-")]
    public async Task A_line_stays_a_line_and_has_no_query(string path, string? agent, string request, string shown)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Referer"] = "https://app.example/x?X-Amz-Signature=s" };
        if (agent is not null)
            headers["User-Agent"] = agent;
        var line = Assert.Single(await LogAsync(hasAccessLog: true, new Request
        {
            Method = "GET",
            Path = path,
            RequestId = "r",
            Headers = headers,
            Source = "192.0.2.1",
            Principal = new Principal("a b", Scopes.All),
            Query = new Dictionary<string, string> { ["token"] = "secret" },
        }));
        Assert.StartsWith("192.0.2.1 - a%20b [", line, StringComparison.Ordinal);
        Assert.EndsWith($" +0000] \"{request}\" 200 4 \"https://app.example/x\" \"{shown}\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_ask_for_it_has_none() =>
        Assert.Empty(await LogAsync(hasAccessLog: false, new Request { Method = "GET", Path = "/x", RequestId = "r" }));

    private static async Task<IReadOnlyList<string>> LogAsync(bool hasAccessLog, Request request)
    {
        using var log = new Lines();
        var options = new ServiceOptions { Cloud = "test", Bucket = "b", PublicUrl = Nowhere.Url, HasAccessLog = hasAccessLog };
        var route = new Route("any", "GET", "/{any}", Scopes.Read, (_, _) => Task.FromResult(Response.Json(200, "\"ok\"")));
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(log)).AddNvCore(options).AddSingleton(new RouteTable([route]));
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<HttpPipeline>().RunAsync(request, (_, _) => Task.CompletedTask, default);
        return log.Written;
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) =>
            categoryName == HttpPipeline.AccessLogCategory ? this : NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
