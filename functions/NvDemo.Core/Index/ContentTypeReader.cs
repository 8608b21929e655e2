using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Index;

/// <summary>
/// Finds the media types of files that others have stored, and what S3 has verified of their content: neither the bucket's events nor its
/// listings tell them, so it is asked for each.
/// </summary>
public sealed partial class ContentTypeReader(IObjectStore store, FileCatalog catalog, ILogger<ContentTypeReader> logger)
{
    private const int AtOnce = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Adds them to the index. It never fails: what is not found stays unknown until the next reconciliation.</summary>
    /// <param name="files">The files, with the entity tags, without quotes, that the index has of them.</param>
    /// <param name="cancellation">Ends the search; what is found by then is kept.</param>
    public async Task AddAsync(IReadOnlyCollection<(ObjectKey Key, string ETag)> files, CancellationToken cancellation)
    {
        if (files.Count == 0)
            return;
        var (types, refused) = (new ConcurrentBag<FileType>(), new ConcurrentBag<DependencyException>());
        try
        {
            await FindAsync(files, types, refused, cancellation);
        }
        catch (Exception e) when (e is DependencyException or OperationCanceledException)
        {
            LogUnknown(e, files.Count - types.Count - refused.Count);
        }

        if (refused.TryPeek(out var refusal))
            LogRefused(refusal, refused.Count);
        if (types.IsEmpty)
            return;
        try
        {
            await catalog.DescribeAsync(types, cancellation);
        }
        catch (Exception e) when (e is DependencyException or OperationCanceledException)
        {
            LogUnknown(e, files.Count);
        }
    }

    private async Task FindAsync(
        IEnumerable<(ObjectKey Key, string ETag)> files, ConcurrentBag<FileType> types, ConcurrentBag<DependencyException> refused,
        CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Patience);
        await Parallel.ForEachAsync(
            files,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = deadline.Token },
            async (file, token) =>
            {
                try
                {
                    if (await store.HeadAsync(file.Key, token) is ReadResult.Found found && found.ETag.Trim('"') == file.ETag)
                        types.Add(new FileType(file.Key, file.ETag, found.Metadata.Type ?? MediaTypes.OctetStream, found.Sha256));
                }
                catch (DependencyException e) when (e.Failure != DependencyFailure.OutOfReach)
                {
                    // Others may have stored what the service may not read; of the rest that says nothing.
                    refused.Add(e);
                }
            });
    }

    [LoggerMessage(LogLevel.Warning, "The media types of {Count} files are not known yet; a reconciliation will find them")]
    private partial void LogUnknown(Exception exception, int count);

    [LoggerMessage(LogLevel.Warning, "The media types of {Count} files are not known: they may not be read")]
    private partial void LogRefused(Exception exception, int count);
}
