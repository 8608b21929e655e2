using System.Security.Cryptography;
using System.Text;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// Copies files that S3 does not copy in one request: part by part, as an upload in parts that S3 feeds by itself. Each call goes as far as
/// the time of a request, and the next one goes on, on whichever cloud.
/// </summary>
internal sealed class CopyInParts(ICopyStore copies, IMultipartStore store, IMultipartJournal journal, ServiceOptions options, TimeProvider clock)
{
    private const int AtOnce = 16;

    // S3 copies as much in a second or two.
    private const long UsualPartSize = 256L << 20;

    // API Gateway gives up after 29 s: no part begins after the first, and none goes on after the second.
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(15), Patience = TimeSpan.FromSeconds(23);

    /// <summary>Whether an upload was begun as a copy of an object with an entity tag: its id says so, and no other upload is gone on with.</summary>
    public static bool IsOf(string id, ObjectKey source, string etag) =>
        id.Length == 64 && id.All(char.IsAsciiHexDigitLower) && id.EndsWith(Mark(source, etag), StringComparison.Ordinal);

    /// <summary>Begins a copy.</summary>
    public async Task<MultipartUpload> BeginAsync(ObjectKey source, ReadResult.Found found, ObjectKey target, CancellationToken cancellation)
    {
        var id = $"{Guid.NewGuid():N}{Mark(source, found.ETag)}";
        var storeId = await store.BeginAsync(target, found.Metadata, id, cancellation);
        var partSize = Math.Max(Math.Min(options.CopyLimit, UsualPartSize), MultipartUpload.LeastPartSizeOf(found.Size));
        var upload = new MultipartUpload(id, target, storeId, found.Size, partSize, found.Metadata.Type, clock.GetUtcNow().UtcDateTime);
        await journal.AddAsync(upload, cancellation);
        return upload;
    }

    /// <summary>Copies what is missing, as far as the time goes.</summary>
    /// <returns>The parts that are there then, in order, and what ended it: <c>null</c> for the time, or that all are there.</returns>
    public async Task<(IReadOnlyList<StoredPart> Parts, CopyResult? End)> AdvanceAsync(
        ObjectKey source, string etag, MultipartUpload upload, IReadOnlyList<StoredPart> stored, CancellationToken cancellation)
    {
        var numbers = stored.Select(part => part.Number).ToHashSet();
        var missing = Enumerable.Range(1, upload.PartCount).Where(number => !numbers.Contains(number));
        var parts = new List<StoredPart>(stored);
        CopyResult? end = null;
        var until = clock.GetUtcNow() + Beginning;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Patience);
        try
        {
            await Parallel.ForEachAsync(
                missing.TakeWhile(_ => clock.GetUtcNow() < until && end is null),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = deadline.Token },
                async (number, token) =>
                {
                    var copied = await copies.CopyPartAsync(source, etag, upload, number, token);
                    lock (parts)
                    {
                        if (copied is CopyResult.Copied { ETag: var tag })
                            parts.Add(new StoredPart(number, upload.SizeOf(number), tag));
                        else
                            end = copied;
                    }
                });
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What was under way is copied again.
        }
        catch (DependencyException) when (parts.Count > stored.Count)
        {
            // What has been copied is not lost: the next call goes on from there.
        }

        return ([.. parts.OrderBy(part => part.Number)], end);
    }

    /// <summary>Gives up a copy.</summary>
    public async Task AbortAsync(MultipartUpload upload, CancellationToken cancellation)
    {
        await store.AbortAsync(upload.Key, upload.StoreId, cancellation);
        await journal.RemoveAsync(upload.Id, cancellation);
    }

    private static string Mark(ObjectKey source, string etag) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{etag} {source.Value}")).AsSpan(0, 16));
}
