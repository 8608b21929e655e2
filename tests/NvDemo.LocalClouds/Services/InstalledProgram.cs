namespace NvDemo.LocalClouds.Services;

/// <summary>Where the programs are that the data plane runs on.</summary>
public static class InstalledProgram
{
    /// <summary>
    /// The path that the environment variable names, else <paramref name="toolPath"/> below the <c>.nv/tools</c> of the repository that
    /// this program was built in, else the program of that file name on the PATH.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static string Find(string variable, string toolPath)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named)
            return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var tool = Path.Combine(folder.FullName, ".nv", "tools", toolPath);
            if (File.Exists(tool))
                return tool;
        }

        return OnPath(Path.GetFileName(toolPath));
    }

    /// <summary>A program on the PATH, or in <c>/usr/sbin</c>, where Debian has servers that are on root's PATH alone.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static string OnPath(string program) =>
        ($"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"{program} is not installed; ./nv up and ./nv test install what is missing.");
}
