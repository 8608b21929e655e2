namespace NvDemo.Core.Index;

/// <summary>Brings the index's schema up to date.</summary>
public interface ISchemaMigrator
{
    /// <summary>Applies the migrations that are missing, one process at a time across both clouds; harmless to repeat.</summary>
    /// <returns>The names of the migrations that this call applied, in order.</returns>
    /// <exception cref="DependencyException">The database is out.</exception>
    /// <exception cref="SchemaTooNewException">A newer version has migrated the database; nothing was changed.</exception>
    Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellation);

    /// <summary>The names of the migrations that are missing, in order; changes nothing.</summary>
    /// <exception cref="DependencyException">The database is out.</exception>
    /// <exception cref="SchemaTooNewException">A newer version has migrated the database.</exception>
    Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellation);
}
