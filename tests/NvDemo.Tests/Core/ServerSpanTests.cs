using System.Diagnostics;
using NvDemo.Core;
using NvDemo.Core.Http;
using NvDemo.Core.Security;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Core;

/// <summary>What a request leaves in a trace: OpenTelemetry's conventions for HTTP servers, and W3C Trace Context.</summary>
public sealed class ServerSpanTests
{
    private static readonly Route[] Routes =
    [
        new("upload", "PUT", "/api/upload/{key}", Scopes.Write, (_, _) => Task.FromResult(new Response(204))),
        new("outage", "GET", "/outage", Scopes.Read, (_, _) =>
            throw new DependencyException("Postgres", DependencyFailure.OutOfReach, new IOException("db01"))),
    ];

    [Fact]
    public async Task A_request_is_a_part_of_the_clients_trace_and_says_what_it_was()
    {
        using var trace = new ListenedTrace();
        await SendAsync("PUT", "/api/upload/a/b%20c", ("traceparent", trace.TraceParent), ("tracestate", "vendor=1"));
        var span = Assert.Single(trace.Spans);
        Assert.Equal(("PUT /api/upload/{key}", ActivityKind.Server), (span.DisplayName, span.Kind));
        Assert.Equal((trace.Parent.TraceId, trace.Parent.SpanId, "vendor=1"), (span.TraceId, span.ParentSpanId, span.TraceStateString));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal(
            "http.request.method=PUT http.response.header.x-request-id=r http.response.status_code=204 http.route=/api/upload/{key} url.path=/api/upload/a/b%20c",
            string.Join(' ', span.TagObjects.Select(tag => $"{tag.Key}={(tag.Value is string[] list ? list.Single() : tag.Value)}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_failure_is_marked_without_what_it_says()
    {
        using var trace = new ListenedTrace();
        await SendAsync("GET", "/outage", ("traceparent", trace.TraceParent));
        var span = Assert.Single(trace.Spans);
        Assert.Equal((ActivityStatusCode.Error, "503", null), (span.Status, span.GetTagItem("error.type"), span.StatusDescription));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value is string text && text.Contains("db01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_method_that_HTTP_does_not_know_names_no_span()
    {
        using var trace = new ListenedTrace();
        await SendAsync("BREW", "/outage", ("traceparent", trace.TraceParent));
        var span = Assert.Single(trace.Spans);
        Assert.Equal(("HTTP /outage", "_OTHER"), (span.DisplayName, span.GetTagItem("http.request.method")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01")]
    public async Task Without_a_valid_traceparent_a_trace_begins(string? sent)
    {
        using var trace = new ListenedTrace(withNewOnes: true);
        var path = $"/api/upload/{Guid.NewGuid():N}";
        using (new Activity("the platform's own").Start())
            await SendAsync("PUT", path, sent is null ? [] : [("traceparent", sent)]);
        var span = Assert.Single(trace.Spans, span => span.GetTagItem("url.path") as string == path);
        Assert.Equal(default, span.ParentSpanId);
    }

    // W3C Trace Context, 3.2.2.5: the caller has decided.
    [Fact]
    public async Task A_trace_that_the_client_does_not_record_is_not_recorded_here()
    {
        using var trace = new ListenedTrace();
        await SendAsync("PUT", "/api/upload/x", ("traceparent", $"00-{ActivityTraceId.CreateRandom()}-{trace.Parent.SpanId}-00"));
        Assert.Empty(trace.Spans);
    }

    private static async Task SendAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        var options = new ServiceOptions { Cloud = "test", Bucket = "b", PublicUrl = new Uri("http://127.0.0.1/") };
        await TestPipeline.Create(options, Routes).AnswerAsync(new Request
        {
            Method = method,
            Path = path,
            Query = new Dictionary<string, string> { ["X-Amz-Signature"] = "secret" },
            Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
            RequestId = "r",
            Principal = new Principal("u", Scopes.All),
        });
    }
}
