using NvDemo.LocalClouds.Doctor;

namespace NvDemo.LocalClouds;

/// <summary>One cloud's side of the local clouds: its processes, on the data plane that both sides have in common.</summary>
public interface ILocalCloud : IAsyncDisposable
{
    /// <summary>Its name in <c>endpoints.json</c>: <c>azure</c> or <c>aws</c>.</summary>
    string Name { get; }

    /// <summary>Its name in messages.</summary>
    string Title { get; }

    /// <summary>Where it answers.</summary>
    Uri Url { get; }

    /// <summary>What <see cref="LocalClouds.Endpoints"/> has of it besides its URL.</summary>
    IReadOnlyDictionary<string, string> Endpoints { get; }

    /// <summary>It as <c>doctor</c> is told of it.</summary>
    Deployment Deployment { get; }

    /// <summary>Its lines of the greeting.</summary>
    IReadOnlyList<string> Notes => [];

    /// <summary>Starts what it has beside the data plane, at the same time as that.</summary>
    Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Starts its processes on the data plane; returns when they are ready.</summary>
    Task StartAsync();

    /// <summary>Migrates the database.</summary>
    /// <exception cref="InvalidOperationException">That failed.</exception>
    Task MigrateAsync();

    /// <summary>Begins to take the bucket's events, for which the database must have been migrated.</summary>
    Task TakeEventsAsync();

    /// <summary>Writes the settings with which the vendor's own tools run its functions, where they read them from a file.</summary>
    void WriteSettings()
    {
    }
}
