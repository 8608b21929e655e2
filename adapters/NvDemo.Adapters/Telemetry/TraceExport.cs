using System.Globalization;
using NvDemo.Adapters.Configuration;
using NvDemo.Core;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NvDemo.Adapters.Telemetry;

/// <summary>
/// The export of the service's spans, by OpenTelemetry's own settings
/// (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/): docs/settings.md.
/// </summary>
/// <param name="HasOtlp">Whether there is an endpoint that takes spans by OTLP.</param>
/// <param name="Sampler">Decides which spans are recorded.</param>
/// <param name="Protocol"><c>null</c> where the exporter reads it by itself.</param>
public sealed record TraceExport(bool HasOtlp, Sampler Sampler, OtlpExportProtocol? Protocol)
{
    private const string ProtocolName = "OTEL_EXPORTER_OTLP_PROTOCOL";

    // Of traces that no caller has decided on, one in twenty is recorded.
    private const double DefaultRatio = 0.05;

    public static TraceExport Read(SettingsReader settings)
    {
        var ratio = (double)settings.Parse<object>("OTEL_TRACES_SAMPLER_ARG", "a number from 0 to 1", RatioOf, DefaultRatio);
        return new TraceExport(
            settings.Url("OTEL_EXPORTER_OTLP_ENDPOINT", null) is not null,
            settings.Parse("OTEL_TRACES_SAMPLER", "one of OpenTelemetry's samplers", name => SamplerOf(name, ratio), SamplerOf("parentbased_traceidratio", ratio))!,
            settings.IsSet(ProtocolName) ? null : OtlpExportProtocol.HttpProtobuf);
    }

    /// <summary>Adds the service's spans, who makes them, and the export by OTLP if there is an endpoint.</summary>
    /// <param name="traces">What they are added to. It comes last: what some exporters think of sampling does not count.</param>
    /// <param name="service">The name under which viewers show them.</param>
    /// <param name="resource">What else is said of the process.</param>
    public TracerProviderBuilder AddTo(TracerProviderBuilder traces, string service, params IEnumerable<KeyValuePair<string, object>> resource)
    {
        traces
            .AddSource(ServiceTraces.SourceName)
            .ConfigureResource(builder => builder.AddService(service).AddAttributes(resource).AddEnvironmentVariableDetector())
            .SetSampler(Sampler);
        return HasOtlp ? traces.AddOtlpExporter(exporter => exporter.Protocol = Protocol ?? exporter.Protocol) : traces;
    }

    private static object? RatioOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1 ? ratio : null;

    private static Sampler? SamplerOf(string name, double ratio) => name switch
    {
        "always_on" => new AlwaysOnSampler(),
        "always_off" => new AlwaysOffSampler(),
        "traceidratio" => new TraceIdRatioBasedSampler(ratio),
        "parentbased_always_on" => new ParentBasedSampler(new AlwaysOnSampler()),
        "parentbased_always_off" => new ParentBasedSampler(new AlwaysOffSampler()),
        "parentbased_traceidratio" => new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)),
        _ => null,
    };
}
