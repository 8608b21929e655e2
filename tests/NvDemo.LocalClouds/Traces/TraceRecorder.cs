using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace NvDemo.LocalClouds.Traces;

/// <summary>
/// A receiver of OTLP over HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp): keeps the spans that it gets, in a file as lines of
/// JSON too if there is one, and passes them on to a viewer if there is one.
/// </summary>
public sealed class TraceRecorder : IAsyncDisposable
{
    private readonly ConcurrentQueue<RecordedSpan> _spans = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly HttpClient _viewerClient = new();
    private readonly WebApplication _application;
    private readonly string? _file;
    private readonly Uri? _viewer;

    private TraceRecorder(string? file, Uri? viewer)
    {
        (_file, _viewer) = (file, viewer);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(TakeAsync);
    }

    /// <summary>The value of <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public Uri Endpoint => new(_application.Urls.Single());

    /// <summary>What has come so far.</summary>
    public IReadOnlyCollection<RecordedSpan> Spans => _spans;

    /// <param name="file">Where it keeps the spans; <c>null</c> for nowhere but in memory.</param>
    /// <param name="viewer">The OTLP endpoint of a viewer.</param>
    public static async Task<TraceRecorder> StartAsync(string? file = null, Uri? viewer = null)
    {
        var recorder = new TraceRecorder(file, viewer);
        await recorder._application.StartAsync();
        return recorder;
    }

    /// <summary>Has a process that is started with these settings send all its spans here, soon.</summary>
    public void Observe(IDictionary<string, string?> settings)
    {
        settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = Endpoint.AbsoluteUri;
        settings["OTEL_TRACES_SAMPLER"] = "always_on";
        settings["OTEL_BSP_SCHEDULE_DELAY"] = "500";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        _viewerClient.Dispose();
        _writing.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        if (context.Request.Path != "/v1/traces")
        {
            context.Response.StatusCode = 404;
            return;
        }

        var isPacked = context.Request.Headers.ContentEncoding == "gzip";
        await using var content = isPacked ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        using var body = new MemoryStream();
        await content.CopyToAsync(body);
        var bytes = body.ToArray();
        var spans = OtlpRequest.Parse(bytes);
        foreach (var span in spans)
            _spans.Enqueue(span);
        await KeepAsync(spans);
        await ShowAsync(bytes);
        context.Response.ContentType = "application/x-protobuf";
    }

    private async Task KeepAsync(List<RecordedSpan> spans)
    {
        if (_file is null)
            return;
        await _writing.WaitAsync();
        try
        {
            await File.AppendAllLinesAsync(_file, spans.Select(span => JsonSerializer.Serialize(span)));
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ShowAsync(byte[] body)
    {
        if (_viewer is null)
            return;
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/x-protobuf");
            using var response = await _viewerClient.PostAsync(new Uri(_viewer, "v1/traces"), content);
        }
        catch (HttpRequestException)
        {
            // The file has them.
        }
    }
}
