using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Invokes functions by hand, in the background.</summary>
internal sealed partial class ManualInvocations(IEnumerable<IManualTrigger> triggers, ILogger<ManualInvocations> logger)
    : IHostedService, IDisposable
{
    private readonly Dictionary<string, IManualTrigger> _triggers =
        triggers.ToDictionary(static trigger => trigger.FunctionName, StringComparer.OrdinalIgnoreCase);

    private readonly CancellationTokenSource _abandon = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Starts an invocation and does not wait for it.</summary>
    /// <returns>False when no function that can be invoked by hand has the name.</returns>
    public bool TryStart(string functionName, string? input)
    {
        if (!_triggers.TryGetValue(functionName, out var trigger))
            return false;

        var run = Task.Run(() => InvokeAsync(trigger, input), CancellationToken.None);
        lock (_running)
        {
            _running.RemoveWhere(static task => task.IsCompleted);
            _running.Add(run);
        }

        return true;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits for what is running; when the host may wait no longer, it is cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(_abandon.Cancel);
        Task running;
        lock (_running)
            running = Task.WhenAll(_running);
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _abandon.Dispose();

    private async Task InvokeAsync(IManualTrigger trigger, string? input)
    {
        try
        {
            await trigger.InvokeAsync(input, _abandon.Token);
        }
        catch (Exception e)
        {
            LogFailed(e, trigger.FunctionName);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The function {Name}, invoked by hand, failed.")]
    private partial void LogFailed(Exception exception, string name);
}
