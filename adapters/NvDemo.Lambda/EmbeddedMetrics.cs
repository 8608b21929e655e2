using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using NvDemo.Core;

namespace NvDemo.Lambda;

/// <summary>
/// Writes the measurements of an invocation into the log in CloudWatch's embedded metric format, of which CloudWatch makes metrics: no call
/// and no wait (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
/// </summary>
public sealed class EmbeddedMetrics : IDisposable
{
    private const string Dimension = "Function";

    // What a metric may have in a line.
    private const int MostValues = 100;

    private readonly MeterListener _listener = new();
    private readonly Dictionary<Instrument, List<double>> _measured = [];
    private readonly string _function;
    private readonly TextWriter _log;

    /// <param name="function">The value of the dimension <c>Function</c>.</param>
    /// <param name="log">The log, by the writer of all others: a line is to be whole.</param>
    public EmbeddedMetrics(string function, TextWriter log)
    {
        (_function, _log) = (function, log);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ServiceMetrics.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        _listener.Start();
    }

    /// <summary>A handler after each invocation of which what was measured is written: afterwards the instance may be stopped for good.</summary>
    public Func<TInput, ILambdaContext, Task<TOutput>> Written<TInput, TOutput>(Func<TInput, ILambdaContext, Task<TOutput>> handler) =>
        async (input, context) =>
        {
            try
            {
                return await handler(input, context);
            }
            finally
            {
                Flush();
            }
        };

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static string UnitOf(Instrument instrument) => instrument.Unit switch
    {
        "s" => "Seconds",
        "By" => "Bytes",
        _ => "Count",
    };

    private void Flush()
    {
        lock (_measured)
        {
            if (_measured.Count == 0)
                return;
            using var line = new MemoryStream(512);
            using (var json = new Utf8JsonWriter(line))
                Write(json);

            // CloudWatch takes a line for an event.
            line.WriteByte((byte)'\n');
            _log.Write(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
            _measured.Clear();
        }
    }

    private void Add(Instrument instrument, double value)
    {
        lock (_measured)
        {
            if (!_measured.TryGetValue(instrument, out var values))
                _measured[instrument] = values = [];
            if (instrument is Counter<long> && values.Count > 0)
                values[0] += value;
            else if (values.Count < MostValues)
                values.Add(value);
        }
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("_aws");
        json.WriteNumber("Timestamp", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics");
        json.WriteStartObject();
        json.WriteString("Namespace", ServiceMetrics.MeterName);
        json.WriteStartArray("Dimensions");
        json.WriteStartArray();
        json.WriteStringValue(Dimension);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics");
        foreach (var instrument in _measured.Keys)
        {
            json.WriteStartObject();
            json.WriteString("Name", instrument.Name);
            json.WriteString("Unit", UnitOf(instrument));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString(Dimension, _function);
        foreach (var (instrument, values) in _measured)
        {
            if (values is [var only])
            {
                json.WriteNumber(instrument.Name, only);
                continue;
            }

            json.WriteStartArray(instrument.Name);
            foreach (var value in values)
                json.WriteNumberValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
