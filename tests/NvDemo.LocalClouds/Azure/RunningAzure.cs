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

    public async Task ReconcileAsync(bool isDryRun)
    {
        if (isDryRun)
            throw new InvalidOperationException("reconcile --dry-run needs the AWS side: on Azure a timer runs the function, which takes no options.");
        await _admin.RequestReconcileAsync();
        await _admin.RunAsync("reconcile");
        Console.WriteLine("The function reconcile of the Azure side runs. Its report is in the log: ./nv logs functions");
    }

    public void Dispose() => _admin.Dispose();
}
