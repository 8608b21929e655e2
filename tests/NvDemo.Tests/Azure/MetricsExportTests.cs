using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NvDemo.Core;
using NvDemo.Functions;
using NvDemo.Tests.Services;
using OpenTelemetry.Metrics;

namespace NvDemo.Tests.Azure;

/// <summary>What Application Insights gets.</summary>
public sealed class MetricsExportTests
{
    [Fact]
    public async Task Metrics_go_to_application_insights()
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
            .AddMetricsExport($"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint={ingestion.Url}")
            .BuildServiceProvider();
        var metrics = services.GetRequiredService<MeterProvider>();
        ServiceMetrics.ReconcileLag.Record(1234.5);
        Assert.True(metrics.ForceFlush());
        Assert.Contains(received, body => body.Contains("\"ReconcileLag\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_connection_string_there_is_nothing()
    {
        await using var services = new ServiceCollection().AddMetricsExport("").BuildServiceProvider();
        Assert.Null(services.GetService<MeterProvider>());
    }
}
