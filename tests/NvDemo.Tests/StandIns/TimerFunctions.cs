using Microsoft.Azure.Functions.Worker;

namespace NvDemo.Tests.StandIns;

/// <summary>Functions of the <see cref="TimerApp"/>.</summary>
public sealed class TimerFunctions(TimerRuns runs)
{
    [Function("every-second")]
    public void EverySecond([TimerTrigger("%Timers__EverySecond%")] TimerInfo timer) => runs.Add("every-second", timer);

    [Function("failing")]
    public void Failing([TimerTrigger("* * * * * *")] TimerInfo timer)
    {
        runs.Add("failing", timer);
        throw new InvalidOperationException("It fails each time.");
    }

    [Function("held")]
    public async Task HeldAsync([TimerTrigger("* * * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        runs.Add("held", timer);
        await runs.HoldAsync(cancellation);
    }

    [Function("at-start")]
    public void AtStart([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer) =>
        runs.Add("at-start", timer);

    [Function("yearly")]
    public void Yearly([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer, FunctionContext context) =>
        runs.Add(context.FunctionDefinition.Name, timer);
}
