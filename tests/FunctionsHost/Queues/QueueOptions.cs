namespace FunctionsHost.Queues;

/// <summary><c>extensions.queues</c> of host.json.</summary>
/// <param name="BatchSize">Messages fetched at once, 1 to 32.</param>
/// <param name="NewBatchThreshold">The next batch is fetched when no more than this many messages are being processed.</param>
/// <param name="MaxDequeueCount">Tries before a message goes to the poison queue.</param>
/// <param name="VisibilityTimeout">Time until a failed message is tried again, less than 7 days.</param>
/// <param name="MaxPollingInterval">Longest time between polls of an empty queue, from 100 ms.</param>
/// <param name="IsBase64">Whether messages are encoded in Base64.</param>
internal sealed record QueueOptions(
    int BatchSize,
    int NewBatchThreshold,
    int MaxDequeueCount,
    TimeSpan VisibilityTimeout,
    TimeSpan MaxPollingInterval,
    bool IsBase64)
{
    private const string Section = "extensions:queues";

    /// <exception cref="InvalidOperationException">A value is malformed or out of range.</exception>
    public static QueueOptions From(IConfiguration hostJson)
    {
        var section = hostJson.GetSection(Section);
        var batchSize = InRange(section, "batchSize", 16, 1, 32);
        return new QueueOptions(
            batchSize,
            InRange(section, "newBatchThreshold", batchSize / 2, 0, int.MaxValue),
            InRange(section, "maxDequeueCount", 5, 1, int.MaxValue),
            InRange(section, "visibilityTimeout", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1)),
            InRange(section, "maxPollingInterval", TimeSpan.FromMinutes(1), PollingBackoff.Minimum, TimeSpan.FromDays(1)),
            Encoding(section));
    }

    private static bool Encoding(IConfiguration section) => section["messageEncoding"]?.ToLowerInvariant() switch
    {
        null or "base64" => true,
        "none" => false,
        _ => throw new InvalidOperationException($"host.json: {Section}:messageEncoding must be base64 or none."),
    };

    private static T InRange<T>(IConfiguration section, string name, T standard, T minimum, T maximum)
        where T : struct, IComparable<T>
    {
        var value = section.GetValue<T?>(name) ?? standard;
        return value.CompareTo(minimum) >= 0 && value.CompareTo(maximum) <= 0
            ? value
            : throw new InvalidOperationException($"host.json: {Section}:{name} must be from {minimum} to {maximum}.");
    }
}
