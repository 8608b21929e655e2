using System.Net.Mime;
using System.Text;
using System.Text.Json;

namespace FunctionsHost.Tests;

/// <summary>The host's own API, with the master key.</summary>
public sealed class AdminTests(HttpHost fixture) : IClassFixture<HttpHost>
{
    private TestHost Host => fixture.Host;

    [Fact]
    public async Task The_status_says_that_the_host_runs()
    {
        var status = await Host.StatusAsync();
        Assert.Equal("Running", status.GetProperty("state").GetString());
        Assert.Empty(status.GetProperty("errors").EnumerateArray());
        Assert.Equal(200, await Host.StatusOfAsync(HttpMethod.Get, "admin/host/ping"));
    }

    [Fact]
    public async Task Functions_are_listed()
    {
        using var reply = await Host.SendAsync(HttpMethod.Get, "admin/functions", key: TestHost.MasterKey);
        var functions = JsonSerializer.Deserialize<JsonElement>(await reply.Content.ReadAsStringAsync()).EnumerateArray()
            .ToDictionary(function => function.GetProperty("name").GetString()!, function => function.GetProperty("isDisabled").GetBoolean());
        Assert.Equal((false, true), (functions["hello"], functions["disabled"]));
        Assert.Equal(200, await Host.StatusOfAsync(HttpMethod.Get, "admin/functions/HELLO", TestHost.MasterKey));
        Assert.Equal(404, await Host.StatusOfAsync(HttpMethod.Get, "admin/functions/missing", TestHost.MasterKey));
    }

    [Fact]
    public async Task With_the_master_key_a_function_runs_by_hand()
    {
        foreach (var key in (string?[])[null, "wrong"])
            Assert.Equal(401, await InvokeAsync("yearly", "{\"input\":\"\"}", key));
        Assert.Empty(Host.RunsOf("yearly"));

        // Also a disabled one.
        Assert.Equal(202, await InvokeAsync("yearly", "{\"input\":\"\"}"));
        Assert.Equal(202, await InvokeAsync("YEARLY", "{}"));
        await Host.RanAsync("yearly", 2);
        Assert.All(Host.RunsOf("yearly"), timer =>
        {
            var status = timer.GetProperty("ScheduleStatus");
            Assert.Equal(default, status.GetProperty("Last").GetDateTime());
            var next = status.GetProperty("Next").GetDateTime();
            Assert.Equal(new DateTime(next.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc), next);
        });
    }

    [Fact]
    public async Task A_queue_function_takes_the_input_as_its_message()
    {
        Assert.Equal(202, await InvokeAsync("queue", JsonSerializer.Serialize(new { input = "by hand: ☃" })));
        await Host.RanAsync("queue-done", 1);
        Assert.Equal("by hand: ☃", Host.RunsOf("queue")[0].GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("missing", "{}", MediaTypeNames.Application.Json, 404)]
    [InlineData("yearly/more", "{}", MediaTypeNames.Application.Json, 404)]
    [InlineData("yearly", "{}", MediaTypeNames.Text.Plain, 415)]
    [InlineData("yearly", "", MediaTypeNames.Application.Json, 400)]
    [InlineData("yearly", "null", MediaTypeNames.Application.Json, 400)]
    [InlineData("yearly", "{\"input\":{}}", MediaTypeNames.Application.Json, 400)]
    public async Task What_can_not_run_by_hand_is_refused(string function, string body, string type, int status) =>
        Assert.Equal(status, await InvokeAsync(function, body, type: type));

    private async Task<int> InvokeAsync(
        string function, string body, string? key = TestHost.MasterKey, string type = MediaTypeNames.Application.Json)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var reply = await Host.SendAsync(HttpMethod.Post, $"admin/functions/{function}", content, key);
        return (int)reply.StatusCode;
    }
}
