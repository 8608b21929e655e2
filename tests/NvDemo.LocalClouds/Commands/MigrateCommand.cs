namespace NvDemo.LocalClouds.Commands;

/// <summary><c>migrate</c>: migrates the database of the running clouds.</summary>
internal static class MigrateCommand
{
    public static async Task RunAsync()
    {
        using var clouds = await RunningClouds.FindAsync();
        Console.WriteLine(await clouds.All[0].MigrateAsync());
    }
}
