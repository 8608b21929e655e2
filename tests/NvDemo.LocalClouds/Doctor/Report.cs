using NvDemo.Core;

namespace NvDemo.LocalClouds.Doctor;

/// <summary>Runs checks, and prints a line for each.</summary>
internal sealed class Report(string cloud)
{
    private const int ReasonLength = 300;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Whether something failed.</summary>
    public bool HasFailures { get; private set; }

    /// <summary>Runs a check.</summary>
    /// <returns>Whether it is well.</returns>
    public async Task<bool> RunAsync(Check check)
    {
        using var deadline = new CancellationTokenSource(Timeout);
        try
        {
            await check.RunAsync(deadline.Token).WaitAsync(deadline.Token);
            Console.WriteLine($"ok      {cloud}: {check.Name}");
            return true;
        }
        catch (Exception e)
        {
            // Whatever it is, it is the finding.
            HasFailures = true;
            Console.WriteLine($"FAILED  {cloud}: {check.Name}: {Reason(e)} -> {check.Remedy}");
            return false;
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        DependencyException { InnerException: DependencyException inner } => Reason(inner),
        DependencyException failure => $"{failure.Dependency} {Words(failure.Failure)}{Detail(failure.InnerException)}",
        OperationCanceledException => $"no answer within {Timeout.TotalSeconds} s",
        _ => OneLine(exception.Message),
    };

    private static string Words(DependencyFailure failure) => failure switch
    {
        DependencyFailure.Misconfigured => "refuses what the settings say",
        DependencyFailure.Unexpected => "answers with an error that nothing provides for",
        _ => "can't be reached",
    };

    // Those of the vendors' libraries name hosts, users and codes; none quotes a secret.
    private static string Detail(Exception? inner)
    {
        while (inner is { InnerException: { } next })
            inner = next;
        return inner is null ? "" : $" ({OneLine(inner.Message)})";
    }

    private static string OneLine(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length > ReasonLength ? line[..ReasonLength] + "…" : line;
    }
}
