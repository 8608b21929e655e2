using System.Diagnostics.Metrics;
using System.Text.Json;
using NvDemo.Core;

namespace NvDemo.Lambda;

/// <summary>
/// Writes each measurement into the log in CloudWatch's embedded metric format, of which CloudWatch makes a metric: no call and no wait
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
/// </summary>
public sealed class EmbeddedMetrics : IDisposable
{
    private const string Dimension = "Function";

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly string _function;
    private readonly Stream _log;

    /// <param name="function">The value of the dimension <c>Function</c>.</param>
    /// <param name="log">The log.</param>
    public EmbeddedMetrics(string function, Stream log)
    {
        (_function, _log) = (function, log);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ServiceMetrics.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Write(instrument, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Write(instrument, value));
        _listener.Start();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Write(Instrument instrument, double value)
    {
        using var line = new MemoryStream(256);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteStartObject("_aws");
            json.WriteNumber("Timestamp", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            json.WriteStartArray("CloudWatchMetrics");
            json.WriteStartObject();
            json.WriteString("Namespace", instrument.Meter.Name);
            json.WriteStartArray("Dimensions");
            json.WriteStartArray();
            json.WriteStringValue(Dimension);
            json.WriteEndArray();
            json.WriteEndArray();
            json.WriteStartArray("Metrics");
            json.WriteStartObject();
            json.WriteString("Name", instrument.Name);
            json.WriteString("Unit", instrument.Unit == "s" ? "Seconds" : "Count");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteString(Dimension, _function);
            json.WriteNumber(instrument.Name, value);
            json.WriteEndObject();
        }

        // CloudWatch takes a line for an event.
        line.WriteByte((byte)'\n');
        lock (_gate)
        {
            _log.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
            _log.Flush();
        }
    }
}
