using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Hosting;

internal static class ApplicationStart
{
    /// <summary>Waits until the application is up, HTTP first of all, or is told to stop.</summary>
    public static async Task StartedAsync(this IHostApplicationLifetime lifetime, CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var up = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await using var stop = stoppingToken.Register(() => started.TrySetResult());
        await started.Task;
    }
}
