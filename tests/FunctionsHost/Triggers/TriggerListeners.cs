using FunctionsHost.App;
using FunctionsHost.Workers;

namespace FunctionsHost.Triggers;

/// <summary>Listens for what triggers the functions of one trigger type, from the first worker's readiness to the host's end.</summary>
internal abstract partial class TriggerListeners(string triggerType, WorkerPool workers, ILoggerFactory loggers) : BackgroundService
{
    private readonly CancellationTokenSource _abandon = new();

    /// <summary>The trigger's type, such as <c>queueTrigger</c>.</summary>
    public string TriggerType => triggerType;

    /// <summary>Where functions run.</summary>
    protected WorkerPool Workers => workers;

    /// <summary>Takes nothing new and waits for running invocations; when the host may wait no longer, they are cancelled.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(_abandon.Cancel);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    /// <summary>Listens for one function until it is stopped, then waits for what is under way.</summary>
    /// <exception cref="InvalidOperationException">The trigger or a setting of it is wrong.</exception>
    protected abstract Task ListenAsync(FunctionDefinition function, ILogger logger, CancellationToken stopping, CancellationToken abandon);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        FunctionCatalog catalog;
        try
        {
            catalog = await workers.Catalog.WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await Task.WhenAll(catalog.Functions.Where(function => function.Is(triggerType) && !function.IsDisabled).Select(async function =>
        {
            var logger = loggers.CreateLogger($"Function.{function.Name}");
            try
            {
                await ListenAsync(function, logger, stoppingToken, _abandon.Token);
            }
            catch (InvalidOperationException e)
            {
                LogNotListening(logger, function.Name, e.Message);
            }
        }));
    }

    [LoggerMessage(LogLevel.Error, "The listener for the function '{Function}' was unable to start: {Reason}")]
    private static partial void LogNotListening(ILogger logger, string function, string reason);
}
