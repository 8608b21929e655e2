using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters.Configuration;
using NvDemo.Core;
using NvDemo.Functions;
using NvDemo.Tests.Services;
using OpenTelemetry.Trace;

namespace NvDemo.Tests.Azure;

/// <summary>Which traces Application Insights gets.</summary>
public sealed class TracesExportTests
{
    private static readonly SettingsReader Settings = new(name => name == "OTEL_TRACES_SAMPLER" ? "parentbased_always_off" : null);

    [Fact]
    public async Task Traces_that_the_caller_records_go_to_application_insights_and_no_others()
    {
        var received = new ConcurrentQueue<string>();
        await using var ingestion = await LoopbackApplication.StartAsync(async context =>
        {
            var isPacked = context.Request.Headers.ContentEncoding == "gzip";
            var body = isPacked ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
            received.Enqueue(await new StreamReader(body, Encoding.UTF8).ReadToEndAsync());
            await context.Response.WriteAsync("""{"itemsReceived":1,"itemsAccepted":1,"errors":[]}""");
        });
        await using var services = new ServiceCollection()
            .AddTracesExport(Settings, $"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint={ingestion.Url}")
            .BuildServiceProvider();
        var traces = services.GetRequiredService<TracerProvider>();
        ServiceTraces.StartEntry("recorded by the caller", ActivityKind.Server, Caller(ActivityTraceFlags.Recorded))?.Dispose();
        ServiceTraces.StartEntry("not recorded by the caller", ActivityKind.Server, Caller(ActivityTraceFlags.None))?.Dispose();
        ServiceTraces.StartEntry("without a caller", ActivityKind.Server)?.Dispose();
        Assert.True(traces.ForceFlush());
        var all = string.Concat(received);
        Assert.Contains("\"recorded by the caller\"", all, StringComparison.Ordinal);
        Assert.DoesNotContain("\"not recorded by the caller\"", all, StringComparison.Ordinal);
        Assert.DoesNotContain("\"without a caller\"", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_connection_string_or_an_endpoint_there_is_nothing()
    {
        await using var services = new ServiceCollection().AddTracesExport(Settings, "").BuildServiceProvider();
        Assert.Null(services.GetService<TracerProvider>());
    }

    private static ActivityContext Caller(ActivityTraceFlags flags) =>
        new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags, isRemote: true);
}
