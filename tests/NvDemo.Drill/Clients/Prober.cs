namespace NvDemo.Drill.Clients;

/// <summary>
/// Asks under the one name for a file that is not there, at even intervals whether or not it has an answer yet: clients that wait for one
/// ask least while nobody answers.
/// </summary>
internal sealed class Prober(DrillClient front)
{
    private const string Key = "nothing-there";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Goes on until it is stopped; returns when all its questions are answered.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        List<Task> asked = [];
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                asked.Add(front.SendAsync("GET", "/" + Key, Key));
        }
        catch (OperationCanceledException)
        {
            // The scenario is over.
        }

        await Task.WhenAll(asked);
    }
}
