namespace NvDemo.LocalClouds.Commands;

/// <summary><c>migrate</c>: runs the function <c>postgres-init</c> of the running stack's AWS side.</summary>
internal static class MigrateCommand
{
    public static async Task RunAsync()
    {
        using var clouds = await RunningClouds.FindAsync();
        Console.WriteLine(await clouds.InvokeAsync("postgres-init", "{}"));
    }
}
