using NvDemo.Drill.Scenarios;

namespace NvDemo.Drill.History;

/// <summary>Whether clients saw errors only of the kinds that the fault may cause, and only while it did.</summary>
internal sealed class ErrorCheck(Scenario scenario, Fault fault)
{
    private const int MostShown = 5;
    private const string Late = "timeout";

    /// <summary>
    /// How long after the fault clients may see errors. A quiet machine needs under 3 s; this is for one that does something else as well.
    /// What it was is in the report.
    /// </summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(15);

    public IEnumerable<string> Check(IEnumerable<Operation> operations)
    {
        Operation[] errors = [.. operations.Where(operation => operation.Error is not null)];
        // How long answers take is reported, and no failure.
        return Shown("an error that is not clean", errors.Where(error => !scenario.ErrorsAt(error.Route).Contains(error.Error!)))
            .Concat(Shown("an error outside of the fault", errors.Where(error => error.Failure != Late && (error.Ended < fault.Began || error.Began > fault.Ended + Recovery))));
    }

    private static IEnumerable<string> Shown(string what, IEnumerable<Operation> errors)
    {
        Operation[] all = [.. errors.OrderBy(error => error.Began)];
        return all.Take(MostShown).Select((error, i) => i == MostShown - 1 && all.Length > MostShown
            ? $"{what}: {error}, and {all.Length - MostShown} more"
            : $"{what}: {error}");
    }
}
