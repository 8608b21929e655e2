namespace NvDemo.LocalClouds.Processes;

/// <summary>Where the programs are that were built together with this one.</summary>
public static class BuiltProgram
{
    /// <summary>The executable of a project, in the artifacts layout: <c>bin/{project}/{configuration}/</c>.</summary>
    public static string Beside(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(configuration.Parent!.Parent!.FullName, project, configuration.Name, project);
    }
}
