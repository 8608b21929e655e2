using NCrontab;

namespace FunctionsHost.Timers;

/// <summary>When a timer function is due, in UTC.</summary>
internal sealed class TimerSchedule
{
    private const int FieldsWithoutSeconds = 5;

    private readonly CrontabSchedule? _schedule;
    private readonly TimeSpan _interval;

    private TimerSchedule(CrontabSchedule? schedule, TimeSpan interval) => (_schedule, _interval) = (schedule, interval);

    /// <summary>The schedule of an NCRONTAB expression of six fields, or of five, without seconds; or of a time span, as an interval.</summary>
    /// <exception cref="InvalidOperationException">It is neither.</exception>
    public static TimerSchedule Parse(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var options = new CrontabSchedule.ParseOptions { IncludingSeconds = fields != FieldsWithoutSeconds };
        if (CrontabSchedule.TryParse(expression, options) is { } schedule)
            return new TimerSchedule(schedule, default);
        return TimeSpan.TryParse(expression, out var interval) && interval > TimeSpan.Zero
            ? new TimerSchedule(null, interval)
            : throw new InvalidOperationException($"The schedule '{expression}' is neither an NCRONTAB expression nor a time span.");
    }

    /// <summary>The first time after <paramref name="time"/>; the end of time when there is none.</summary>
    public DateTime NextAfter(DateTime time) => _schedule?.GetNextOccurrence(time) ?? time + _interval;

    /// <summary>Whether it is due more than once in the minute after <paramref name="time"/>.</summary>
    public bool IsFrequent(DateTime time) => NextAfter(NextAfter(time)) < time.AddMinutes(1);
}
