using Microsoft.Azure.Functions.Worker;

namespace FunctionsHost.TestApp;

public static class TimerFunctions
{
    [Function("every-second")]
    public static void EverySecond([TimerTrigger("%EVERY_SECOND%")] TimerInfo timer) => Journal.Add("every-second", timer);

    [Function("failing")]
    public static void Failing([TimerTrigger("* * * * * *")] TimerInfo timer)
    {
        Journal.Add("failing", timer);
        throw new InvalidOperationException("It fails each time.");
    }

    [Function("held")]
    public static async Task HeldAsync([TimerTrigger("* * * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        Journal.Add("held", timer);
        await Journal.ReleasedAsync("held", cancellation);
        Journal.Add("held-done");
    }

    [Function("at-start")]
    public static void AtStart([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer) =>
        Journal.Add("at-start", timer);

    [Function("yearly")]
    public static void Yearly([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => Journal.Add("yearly", timer);
}
