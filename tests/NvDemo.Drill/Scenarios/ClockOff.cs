using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>
/// The clock of Azure's host and worker is ten minutes fast; what measures how long something takes is not touched. Not slow: what moto
/// reports names no request, and then the clocks alone say whether a report is older than what the service did (docs/convergence.md).
/// </summary>
internal sealed record ClockOff : Scenario
{
    private static readonly string? Library = Find();

    /// <inheritdoc/>
    public override string Name => "clock-off";

    /// <inheritdoc/>
    public override string Summary => "The clock of Azure is ten minutes fast.";

    /// <inheritdoc/>
    public override string? Missing => Library is null ? "Debian's faketime is not installed" : null;

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> ErrorsAt(string route) => route == "azure" ? [.. Clean] : ["timeout"];

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.Clouds.Azure.RestartAsync(options => options with
    {
        Amend = (cloud, settings) =>
        {
            options.Amend(cloud, settings);
            settings["LD_PRELOAD"] = Library;
            settings["FAKETIME"] = "+10m";
            settings["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";

            // With the correction that libfaketime would choose by itself, waits that end at a monotonic time end at once.
            settings["FAKETIME_FORCE_MONOTONIC_FIX"] = "0";
        },
    });

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.Clouds.Azure.RestartAsync(options => options);

    private static string? Find() => Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*")
        .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);
}
