using System.Text.Json;
using FunctionsHost.App;
using FunctionsHost.Protocol;
using FunctionsHost.Workers;

namespace FunctionsHost.Timers;

/// <summary>Invocations of one timer function.</summary>
internal sealed class TimerTrigger(FunctionDefinition function, WorkerPool workers)
{
    /// <summary>Runs the function and waits for it.</summary>
    /// <param name="status">Where the timer stands; <c>null</c> where it is not monitored.</param>
    /// <param name="isPastDue">Whether it should have run earlier.</param>
    /// <param name="cancellation">Cancels the run.</param>
    public Task InvokeAsync(ScheduleStatus? status, bool isPastDue, CancellationToken cancellation)
    {
        var timer = new { Schedule = new { AdjustForDST = true }, ScheduleStatus = status, IsPastDue = isPastDue };
        return workers.InvokeAsync(new Invocation(function, new TypedData { Json = JsonSerializer.Serialize(timer) }), cancellation);
    }
}
