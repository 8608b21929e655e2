using System.Globalization;
using FunctionsHost.Timers;

namespace FunctionsHost.Tests;

public sealed class TimerScheduleTests
{
    [Theory]
    [InlineData("0 30 15 * * *", "2026-03-01T15:29:59Z", "2026-03-01T15:30:00Z")]
    [InlineData("0 30 15 * * *", "2026-03-01T15:30:00Z", "2026-03-02T15:30:00Z")]
    [InlineData("30 15 * * *", "2026-03-01T15:29:59Z", "2026-03-01T15:30:00Z")]
    [InlineData("*/15 * * * * *", "2026-03-01T02:30:01Z", "2026-03-01T02:30:15Z")]
    [InlineData("0 0 9 * * MON", "2026-03-01T00:00:00Z", "2026-03-02T09:00:00Z")]
    [InlineData("00:05:00", "2026-03-01T02:30:01Z", "2026-03-01T02:35:01Z")]
    public void An_expression_says_when_a_function_is_due_next(string expression, string time, string next) =>
        Assert.Equal(Utc(next), TimerSchedule.Parse(expression).NextAfter(Utc(time)));

    [Theory]
    [InlineData("0 61 * * * *")]
    [InlineData("-00:05:00")]
    [InlineData("")]
    public void Anything_else_is_refused(string expression) => Assert.Equal(
        $"The schedule '{expression}' is neither an NCRONTAB expression nor a time span.",
        Assert.Throws<InvalidOperationException>(() => TimerSchedule.Parse(expression)).Message);

    private static DateTime Utc(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).UtcDateTime;
}
