namespace NvDemo.Core.Index;

/// <summary>The database has migrations that this version of the service does not know: a newer version has been deployed somewhere.</summary>
/// <param name="unknown">The names of those migrations.</param>
public sealed class SchemaTooNewException(IReadOnlyCollection<string> unknown)
    : Exception($"The database is newer than this version of NvDemo, which does not know {string.Join(", ", unknown)}: deploy the newer version.");
