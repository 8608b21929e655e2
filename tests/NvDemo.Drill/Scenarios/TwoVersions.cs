using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>
/// Azure runs the version before this one, on the database that this one has migrated, as between the deployments of the two clouds. It ends
/// in good order before and after, so that errors are seen at its own address alone.
/// </summary>
internal sealed record TwoVersions : Scenario
{
    // nv builds it and says where.
    private static readonly string? Folder = Environment.GetEnvironmentVariable("NV_PREVIOUS");

    /// <inheritdoc/>
    public override string Name => "two-versions";

    /// <inheritdoc/>
    public override string Summary => "Azure runs the version before this one: the last tag, or the commit before the newest migration.";

    /// <inheritdoc/>
    public override string? Missing => Folder is null ? "the repository has no version before this one" : null;

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> ErrorsAt(string route) => route == "azure" ? [.. Clean] : ["timeout"];

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.Clouds.Azure.RestartAsync(options => options with { FunctionsFolder = Folder! });

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.Clouds.Azure.RestartAsync(options => options);
}
