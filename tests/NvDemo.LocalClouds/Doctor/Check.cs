namespace NvDemo.LocalClouds.Doctor;

/// <summary>Something that must be well.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="Remedy">What to look at when it is not.</param>
/// <param name="RunAsync">Throws when it is not.</param>
internal sealed record Check(string Name, string Remedy, Func<CancellationToken, Task> RunAsync);
