using System.Diagnostics.Metrics;

namespace NvDemo.Core;

/// <summary>What the service counts and measures: docs/metrics.md. Hosts listen to the meter and say it to their cloud's monitor.</summary>
public static class ServiceMetrics
{
    /// <summary>The name of the meter, and of the namespace that its metrics have in CloudWatch.</summary>
    public const string MeterName = "NvDemo";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>Seconds since the last walk through the bucket that got through; before there is one, since the first began.</summary>
    public static readonly Gauge<double> ReconcileLag = Meter.CreateGauge<double>("ReconcileLag", "s");

    /// <summary>Seconds from the oldest event of a batch to its place in the index.</summary>
    public static readonly Gauge<double> IndexLag = Meter.CreateGauge<double>("IndexLag", "s");

    /// <summary>1 for a response of the status 500 and above, 0 for any other: alarms and failover go by the average, their share.</summary>
    public static readonly Histogram<long> ServerErrors = Meter.CreateHistogram<long>("ServerErrors");

    /// <summary>Keys of the bucket that the index can't hold.</summary>
    public static readonly Counter<long> SkippedKeys = Meter.CreateCounter<long>("SkippedKeys");
}
