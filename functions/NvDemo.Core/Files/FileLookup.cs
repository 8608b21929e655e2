using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>Finds what a client means by a name that is no key: a file that has it as its filename.</summary>
public sealed class FileLookup(FileCatalog catalog)
{
    private const int MaxCandidates = 10;

    /// <summary>The keys of the files of that name that the caller may use, at most ten; none where the name has folders.</summary>
    public async ValueTask<IReadOnlyList<ObjectKey>> FindAsync(ObjectKey name, KeyPrefixes prefixes, CancellationToken cancellation) =>
        name.Value.Contains('/') ? [] : await catalog.FindByFilenameAsync(name.Value, prefixes, MaxCandidates, cancellation);

    /// <summary>404: there is no such file.</summary>
    public static Response Missing() => Problem.NotFound("No results found");

    /// <summary>409: several files have the name.</summary>
    public static Response Ambiguous(ObjectKey name, IReadOnlyList<ObjectKey> candidates) =>
        Problem.Ambiguous(name.Value, [.. candidates.Select(candidate => candidate.Value)]);
}
