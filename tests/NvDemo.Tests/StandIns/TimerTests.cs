using System.Net.Mime;
using System.Text;
using NvDemo.Tests.EndToEnd;
using NvDemo.Tests.Hosts;

namespace NvDemo.Tests.StandIns;

/// <summary>Timer functions on the stand-in of the Functions worker, by their schedules and by hand.</summary>
public sealed class TimerTests(TimerApp app) : IClassFixture<TimerApp>, IDisposable
{
    private readonly CloudClient _client = new(app.Url);

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("every-second")]
    [InlineData("failing")]
    public async Task A_function_runs_again_and_again_by_its_schedule_also_when_it_fails(string function)
    {
        await StartedAsync(function, 3);
        Assert.All(app.Runs.Of(function), timer => Assert.Equal((null, false), (timer.ScheduleStatus, timer.IsPastDue)));
    }

    [Fact]
    public async Task A_run_that_outlasts_its_interval_is_not_joined_by_another()
    {
        await StartedAsync("held", 1);
        await StartedAsync("every-second", app.Runs.Of("every-second").Count + 3);
        Assert.Single(app.Runs.Of("held"));
        app.Runs.Release();
        await StartedAsync("held", 3);
        Assert.Equal(1, app.Runs.MostHeld);
    }

    [Fact]
    public async Task A_function_may_run_at_the_start()
    {
        await StartedAsync("at-start", 1);
        Assert.Null(Assert.Single(app.Runs.Of("at-start")).ScheduleStatus);
    }

    [Fact]
    public async Task With_the_master_key_a_function_runs_by_hand()
    {
        foreach (var key in (string?[])[null, "wrong"])
            Assert.Equal(401, await InvokeAsync("yearly", "{\"input\":\"\"}", key));
        Assert.Empty(app.Runs.Of("yearly"));

        Assert.Equal(202, await InvokeAsync("yearly", "{\"input\":\"\"}"));
        Assert.Equal(202, await InvokeAsync("YEARLY", "{}"));
        await StartedAsync("yearly", 2);
        Assert.All(app.Runs.Of("yearly"), timer =>
        {
            Assert.Equal(default, timer.ScheduleStatus!.Last);
            var next = timer.ScheduleStatus.Next;
            Assert.Equal(new DateTime(next.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc), next);
        });
    }

    [Theory]
    [InlineData("missing", "{}", MediaTypeNames.Application.Json, 404)]
    [InlineData("every-second/more", "{}", MediaTypeNames.Application.Json, 404)]
    [InlineData("every-second", "{}", MediaTypeNames.Text.Plain, 415)]
    [InlineData("every-second", "", MediaTypeNames.Application.Json, 400)]
    [InlineData("every-second", "null", MediaTypeNames.Application.Json, 400)]
    [InlineData("every-second", "{\"input\":{}}", MediaTypeNames.Application.Json, 400)]
    public async Task What_can_not_run_by_hand_is_refused(string function, string body, string type, int status) =>
        Assert.Equal(status, await InvokeAsync(function, body, type: type));

    private async Task<int> InvokeAsync(
        string function, string body, string? key = TimerApp.MasterKey, string type = MediaTypeNames.Application.Json)
    {
        (string, string)[] headers = key is null ? [] : [("x-functions-key", key)];
        using var content = new StringContent(body, Encoding.UTF8, type);
        var reply = await _client.SendAsync("POST", $"/admin/functions/{function}", content, authorization: null, headers: headers);
        return reply.Status;
    }

    private Task StartedAsync(string function, int times) =>
        Eventually.EqualAsync(true, () => Task.FromResult(app.Runs.Of(function).Count >= times));
}
