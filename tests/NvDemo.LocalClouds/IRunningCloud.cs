using NvDemo.LocalClouds.Commands;

namespace NvDemo.LocalClouds;

/// <summary>One side of <see cref="RunningClouds"/>, and what commands ask of it.</summary>
internal interface IRunningCloud : IDisposable
{
    /// <summary>Its name in messages.</summary>
    string Title { get; }

    /// <summary>Migrates the database and returns what its function <c>postgres-init</c> answers.</summary>
    Task<string> MigrateAsync();

    /// <summary>Has its function <c>reconcile</c> run, and gives what it reports; <c>null</c> where that is in the log alone.</summary>
    /// <param name="isDryRun">Whether it only looks.</param>
    /// <param name="tell">Is told how far it is.</param>
    Task<ReconcileTotals?> ReconcileAsync(bool isDryRun, Action<string> tell);

    /// <summary>Where it puts events that it has given up.</summary>
    DeadLetterQueue DeadLetters { get; }
}
