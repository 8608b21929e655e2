using System.Text.Json;

namespace FunctionsHost.Tests;

/// <summary>Timer functions by their schedules.</summary>
public sealed class TimerTests : IAsyncLifetime
{
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("functions-state-");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _state.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("every-second")]
    [InlineData("failing")]
    public async Task A_function_runs_again_and_again_by_its_schedule_also_when_it_fails(string function)
    {
        await using var host = await StartAsync(function);
        await host.RanAsync(function, 3);
        Assert.All(host.RunsOf(function), timer => Assert.Equal((JsonValueKind.Null, false), Info(timer)));
    }

    [Fact]
    public async Task A_schedule_may_be_an_interval()
    {
        await using var host = await StartAsync("every-second", ("EVERY_SECOND", "00:00:01"));
        await host.RanAsync("every-second", 3);
    }

    [Fact]
    public async Task A_run_that_outlasts_its_interval_is_not_joined_by_another()
    {
        await using var host = await StartAsync("held", ("AzureWebJobs.every-second.Disabled", "false"));
        await host.RanAsync("held", 1);
        await host.RanAsync("every-second", host.RunsOf("every-second").Count + 3);
        Assert.Single(host.RunsOf("held"));
        host.Release("held");
        await host.RanAsync("held", 3);
    }

    [Fact]
    public async Task A_function_may_run_at_the_start()
    {
        await using var host = await StartAsync("at-start");
        await host.RanAsync("at-start", 1);
        Assert.Equal((JsonValueKind.Null, false), Info(Assert.Single(host.RunsOf("at-start"))));
    }

    [Fact]
    public async Task A_run_that_was_missed_is_made_up_for_once_as_past_due()
    {
        var lastYear = DateTime.UtcNow.Year - 1;
        WriteState("yearly", last: new DateTime(lastYear - 1, 1, 1), next: new DateTime(lastYear, 1, 1));
        await using (var host = await StartAsync("yearly"))
        {
            await host.RanAsync("yearly", 1);
            var timer = Assert.Single(host.RunsOf("yearly"));
            Assert.Equal((JsonValueKind.Object, true), Info(timer));
            Assert.Equal(lastYear, timer.GetProperty("ScheduleStatus").GetProperty("Next").GetDateTime().Year);
            await Eventually.EqualAsync(true, () => Task.FromResult(ReadNext("yearly") > DateTime.UtcNow));
        }

        // What was made up for is not due again.
        await using var again = await StartAsync("yearly");
        await again.StopAsync();
        Assert.Empty(again.RunsOf("yearly"));
    }

    [Fact]
    public async Task A_changed_schedule_leaves_nothing_to_make_up_for()
    {
        var lastYear = DateTime.UtcNow.Year - 1;
        WriteState("yearly", last: new DateTime(lastYear, 2, 1), next: new DateTime(lastYear, 2, 2));
        await using var host = await StartAsync("yearly");
        await Eventually.EqualAsync(true, () => Task.FromResult(ReadNext("yearly") > DateTime.UtcNow));
        Assert.Empty(host.RunsOf("yearly"));
    }

    [Theory]
    [InlineData("", "'%EVERY_SECOND%' does not resolve to a value.")]
    [InlineData("0 61 * * * *", "The schedule '0 61 * * * *' is neither an NCRONTAB expression nor a time span.")]
    public async Task A_schedule_that_can_not_be_read_is_told_and_the_other_functions_go_on(string schedule, string message)
    {
        await using var host = await StartAsync("every-second", ("EVERY_SECOND", schedule));
        await Eventually.EqualAsync(true, () => Task.FromResult(host.Log.Contains(message, StringComparison.Ordinal)));
        Assert.Equal("hello world", await host.Client.GetStringAsync("api/hello/world"));
    }

    private Task<TestHost> StartAsync(string function, params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);
        all[$"AzureWebJobs.{function}.Disabled"] = "false";
        return TestHost.StartAsync(all, "--state", _state.FullName);
    }

    private static (JsonValueKind Status, bool IsPastDue) Info(JsonElement timer) =>
        (timer.GetProperty("ScheduleStatus").ValueKind, timer.GetProperty("IsPastDue").GetBoolean());

    private string StateOf(string function) => Path.Combine(_state.FullName, "timers", $"{function}.json");

    private void WriteState(string function, DateTime last, DateTime next)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StateOf(function))!);
        File.WriteAllText(StateOf(function), JsonSerializer.Serialize(new
        {
            Last = Utc(last),
            Next = Utc(next),
            LastUpdated = Utc(last),
        }));

        static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);
    }

    private DateTime ReadNext(string function) => File.Exists(StateOf(function)) && File.ReadAllText(StateOf(function)) is { Length: > 0 } json
        ? JsonSerializer.Deserialize<JsonElement>(json).GetProperty("Next").GetDateTime()
        : default;
}
