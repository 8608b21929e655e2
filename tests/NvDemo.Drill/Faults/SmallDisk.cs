using NvDemo.LocalClouds.Processes;

namespace NvDemo.Drill.Faults;

/// <summary>A file system of a few megabytes in memory, which can be filled. To mount one takes root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Size = "32m";

    // A page of memory, of which such a file system is made.
    private const int Block = 4096;

    private static readonly string Log = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "nvdemo-disk.log");

    private static readonly Lazy<bool> CanMount = new(() => Task.Run(TryAsync).Result);

    private SmallDisk(string path) => Path = path;

    /// <summary>Why there can be none here; <c>null</c> where there can.</summary>
    public static string? Missing => CanMount.Value ? null : "to mount a small file system takes root, and a kernel that lets it";

    /// <summary>Where it is.</summary>
    public string Path { get; }

    // Beside the folders of its owner, who need not know of it.
    private string Filling => System.IO.Path.Combine(Path, "filling");

    /// <param name="owner">The account that it belongs to.</param>
    /// <exception cref="InvalidOperationException">It can't be mounted.</exception>
    public static async Task<SmallDisk> MountAsync(string owner)
    {
        var path = Directory.CreateTempSubdirectory("nvdemo-disk-").FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Size},mode=700", "nvdemo-disk", path);
        await RunAsync("chown", owner, path);
        return new SmallDisk(path);
    }

    /// <summary>Leaves no room.</summary>
    public async Task FillAsync()
    {
        var zeros = new byte[Block];
        await using var file = new FileStream(Filling, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                await file.WriteAsync(zeros);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Makes room again.</summary>
    public void Clear() => File.Delete(Filling);

    /// <summary>Unmounts it, from those as well who still have files open that are deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "--lazy", Path);
        Directory.Delete(Path);
    }

    private static async Task<bool> TryAsync()
    {
        try
        {
            await (await MountAsync(Environment.UserName)).DisposeAsync();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        await using var process = ChildProcess.Start(new ChildProcessOptions(program, Log) { Arguments = arguments });
        await process.Exited;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed: {process.LogEnd}");
    }
}
