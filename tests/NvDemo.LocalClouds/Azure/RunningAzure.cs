using NvDemo.LocalClouds.Commands;

namespace NvDemo.LocalClouds.Azure;

/// <summary>The Azure side of the running clouds.</summary>
internal sealed class RunningAzure(RunningClouds clouds) : IRunningCloud
{
    private readonly FunctionsAdmin _admin = new(new Uri(clouds.Endpoint(AzureCloud.CloudName)));

    public string Title => "Azure";

    public DeadLetterQueue DeadLetters { get; } =
        new StoragePoisonQueue(clouds.Endpoint("azurite"), clouds.Endpoint("poison_queue"), clouds.Endpoint("storage_queue"));

    public Task<string> MigrateAsync() => _admin.MigrateAsync();

    public async Task<ReconcileTotals?> ReconcileAsync(bool isDryRun, Action<string> tell)
    {
        if (isDryRun)
            throw new InvalidOperationException("reconcile --dry-run needs the AWS side: on Azure a timer runs the function, which takes no options.");
        await _admin.RequestReconcileAsync();
        await _admin.RunAsync("reconcile");
        return null;
    }

    public void Dispose() => _admin.Dispose();
}
