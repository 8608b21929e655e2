using Microsoft.Azure.Functions.Worker.Timers;
using Microsoft.Extensions.Configuration;

namespace NvDemo.Tests.StandIns;

public sealed class TimerScheduleTests
{
    private static readonly IConfiguration Settings = new ConfigurationBuilder()
        .AddInMemoryCollection([new("Nv:Nightly", "0 30 2 * * *"), new("Hour", "2")])
        .Build();

    [Theory]
    [InlineData("0 30 2 * * *", "2026-02-28T12:00:00Z", "2026-03-01T02:30:00Z")]
    [InlineData("30 2 * * *", "2026-02-28T12:00:00Z", "2026-03-01T02:30:00Z")]
    [InlineData("%Nv__Nightly%", "2026-02-28T12:00:00Z", "2026-03-01T02:30:00Z")]
    [InlineData("%Nv:Nightly%", "2026-03-01T02:29:59Z", "2026-03-01T02:30:00Z")]
    [InlineData("0 30 %Hour% * * *", "2026-03-01T02:30:00Z", "2026-03-02T02:30:00Z")]
    [InlineData("*/15 * * * * *", "2026-03-01T02:30:01Z", "2026-03-01T02:30:15Z")]
    [InlineData("0 0 9 * * MON", "2026-03-01T00:00:00Z", "2026-03-02T09:00:00Z")]
    public void An_expression_says_when_a_function_is_due_next(string expression, string time, string next) =>
        Assert.Equal(Utc(next), TimerSchedule.Parse(expression, Settings).NextAfter(Utc(time)));

    [Theory]
    [InlineData("%Missing%", "'%Missing%' does not resolve to a value.")]
    [InlineData("0 61 * * * *", "The schedule '0 61 * * * *' is not an NCRONTAB expression.")]
    [InlineData("00:05:00", "The schedule '00:05:00' is not an NCRONTAB expression.")]
    public void Anything_else_is_refused(string expression, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => TimerSchedule.Parse(expression, Settings)).Message);

    private static DateTime Utc(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;
}
