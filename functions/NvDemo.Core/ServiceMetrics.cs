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

    /// <summary>Bytes of a request's body, where the client said how many.</summary>
    public static readonly Histogram<long> RequestBytes = Meter.CreateHistogram<long>("RequestBytes", "By");

    /// <summary>Bytes of a response's body.</summary>
    public static readonly Histogram<long> ResponseBytes = Meter.CreateHistogram<long>("ResponseBytes", "By");

    /// <summary>Credentials that were refused. Those that are missing are not counted.</summary>
    public static readonly Counter<long> AuthenticationFailures = Meter.CreateCounter<long>("AuthenticationFailures");

    /// <summary>List pages that the cache had.</summary>
    public static readonly Counter<long> CacheHits = Meter.CreateCounter<long>("CacheHits");

    /// <summary>List pages that it did not have, or not as they are now.</summary>
    public static readonly Counter<long> CacheMisses = Meter.CreateCounter<long>("CacheMisses");

    /// <summary>List pages for which it could not be asked.</summary>
    public static readonly Counter<long> CacheBypasses = Meter.CreateCounter<long>("CacheBypasses");

    /// <summary>How often it was given a second's rest after failures in a row.</summary>
    public static readonly Counter<long> CachePauses = Meter.CreateCounter<long>("CachePauses");

    /// <summary>Keys of the bucket that the index can't hold.</summary>
    public static readonly Counter<long> SkippedKeys = Meter.CreateCounter<long>("SkippedKeys");
}
