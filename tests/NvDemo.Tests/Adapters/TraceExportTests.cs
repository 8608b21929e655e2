using NvDemo.Adapters.Configuration;
using NvDemo.Adapters.Telemetry;
using OpenTelemetry.Exporter;

namespace NvDemo.Tests.Adapters;

/// <summary>
/// The settings of the export: those of every OpenTelemetry SDK
/// (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/), but for the share that is recorded by default.
/// </summary>
public sealed class TraceExportTests
{
    [Fact]
    public void Without_settings_nothing_is_sent_by_OTLP_and_one_trace_in_twenty_is_recorded()
    {
        var export = Read();
        Assert.False(export.HasOtlp);
        Assert.Equal("ParentBased{TraceIdRatioBasedSampler{0.050000}}", export.Sampler.Description);
        Assert.Equal(OtlpExportProtocol.HttpProtobuf, export.Protocol);
    }

    [Theory]
    [InlineData("always_on", "AlwaysOnSampler")]
    [InlineData("always_off", "AlwaysOffSampler")]
    [InlineData("traceidratio", "TraceIdRatioBasedSampler{0.250000}")]
    [InlineData("parentbased_always_on", "ParentBased{AlwaysOnSampler}")]
    [InlineData("parentbased_always_off", "ParentBased{AlwaysOffSampler}")]
    [InlineData("parentbased_traceidratio", "ParentBased{TraceIdRatioBasedSampler{0.250000}}")]
    public void The_samplers_have_their_standard_names(string name, string sampler) =>
        Assert.Equal(sampler, Read(("OTEL_TRACES_SAMPLER", name), ("OTEL_TRACES_SAMPLER_ARG", "0.25")).Sampler.Description);

    [Fact]
    public void The_protocol_can_be_another()
    {
        var export = Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"));
        Assert.True(export.HasOtlp);
        Assert.Null(export.Protocol);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "5 %")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "1.5")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "NaN")]
    public void What_is_malformed_is_named_and_not_repeated(string name, string value)
    {
        var settings = Settings((name, value));
        TraceExport.Read(settings);
        var error = Assert.Throws<SettingsException>(settings.ThrowIfAnyIsWrong);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, error.Message, StringComparison.Ordinal);
    }

    private static TraceExport Read(params (string Name, string Value)[] settings) => TraceExport.Read(Settings(settings));

    private static SettingsReader Settings(params (string Name, string Value)[] settings) =>
        new(name => settings.FirstOrDefault(setting => setting.Name == name).Value);
}
