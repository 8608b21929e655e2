using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// Appends to uploads by TUS. Requests on both clouds may append to one upload at once, a stalled one and its own retry: what each stores is
/// under a number or a name that only it has, and counts once the journal has put it in the place of the version that the request began
/// with, which it does for one of them.
/// </summary>
public sealed class TusWriter(IObjectStore objects, IMultipartStore store, ITusJournal journal, BodySpools spools, ServiceOptions options)
{
    /// <summary>Reads the tail of an upload, with room for what a request appends.</summary>
    /// <returns><c>null</c> where another request has replaced it.</returns>
    public async Task<SpooledBody?> OpenAsync(TusUpload upload, Request request, CancellationToken cancellation)
    {
        var content = spools.Open(upload.TailLength + Math.Min(request.ContentLength ?? options.InlineLimit, options.InlineLimit));
        var isOpen = false;
        try
        {
            if (upload.Tail is { } tail)
            {
                if (await objects.GetAsync(tail, ReadConditions.None, cancellation) is not ReadResult.Found found)
                    return null;
                await using (found)
                    await content.AppendAsync(found.Content, cancellation);
            }

            isOpen = true;
            return content;
        }
        finally
        {
            if (!isOpen)
                await content.DisposeAsync();
        }
    }

    /// <summary>Reads what a request appends.</summary>
    /// <returns>Why it can't be appended; <c>null</c> where it can.</returns>
    /// <exception cref="InvalidInputException">Its checksum is malformed, or of another algorithm.</exception>
    public async Task<Response?> ReadAsync(TusUpload upload, Request request, SpooledBody content, CancellationToken cancellation)
    {
        var checksum = TusChecksum.Of(request);
        var left = upload.Length - upload.Offset;
        var isWhole = await request.ReadBodyAsync(
            piece =>
            {
                checksum?.Append(piece.Span);
                return content.AppendAsync(piece, cancellation);
            },
            Math.Min(left, options.InlineLimit),
            cancellation);
        if (!isWhole)
        {
            return Problem.ContentTooLarge(left < options.InlineLimit
                ? $"The upload has {left} bytes to come, and this is more."
                : $"A request can append at most {options.InlineLimit} bytes: that is the chunk size to set in a client of TUS.");
        }

        return checksum?.Fits() is false ? Problem.ChecksumMismatch() : null;
    }

    /// <summary>Stores the tail of an upload and what follows it, as a part if it suffices for one, else as the next tail.</summary>
    /// <returns>The upload as it is then; <c>null</c> where it is not the one any more that the request began with, and nothing counts.</returns>
    /// <exception cref="InvalidInputException">There are no numbers left for its parts.</exception>
    public async Task<TusUpload?> AppendAsync(TusUpload upload, SpooledBody content, CancellationToken cancellation)
    {
        var next = upload with { Offset = upload.Offset - upload.TailLength + content.Length, Version = upload.Version + 1 };
        var isLast = next.IsWhole && (next.Offset > upload.Offset || upload.LastPart == 0);
        if (next.Offset == upload.Offset && !isLast)
            return upload;

        content.Rewind();
        StoredPart? part = null;
        if (isLast || content.Length >= upload.PartSize)
        {
            if (await PutPartAsync(upload, content, cancellation) is not { } stored)
                return null;
            part = stored;
            next = next with { LastPart = part.Number, Tail = null, TailLength = 0 };
        }
        else
        {
            next = next with { Tail = upload.NewTail(), TailLength = content.Length };
            var tail = new PutContent(content.Content, content.Length, new ContentMetadata(MediaTypes.OctetStream));
            await objects.PutAsync(next.Tail!.Value, tail, WriteConditions.None, cancellation);
        }

        if (await IsCommittedAsync(next, part, cancellation))
            return next;
        await DiscardTailAsync(next);
        return null;
    }

    /// <summary>Deletes a tail that does not count any more. What can't be deleted now the bucket expires; it is no error.</summary>
    public async Task DiscardTailAsync(TusUpload upload)
    {
        if (upload.Tail is not { } tail)
            return;
        try
        {
            await objects.DeleteAsync(tail, ifMatch: null, CancellationToken.None);
        }
        catch (DependencyException)
        {
            // As said above.
        }
    }

    private async Task<StoredPart?> PutPartAsync(TusUpload upload, SpooledBody content, CancellationToken cancellation)
    {
        if (await journal.ReservePartAsync(upload.Id, cancellation) is not { } number)
            return null;
        return number <= MultipartUpload.MaxParts
            ? await store.PutPartAsync(upload.Key, upload.StoreId, number, content.Content, content.Length, cancellation)
            : throw new InvalidInputException("Requests that failed have used up the numbers of the upload's parts: it has to begin anew.");
    }

    private async Task<bool> IsCommittedAsync(TusUpload next, StoredPart? part, CancellationToken cancellation)
    {
        if (await journal.CommitAsync(next, part, cancellation))
            return true;

        // A statement whose reply was lost is sent again, and finds its own version.
        return await journal.FindAsync(next.Id, cancellation) is { } current
            && (current.Version, current.Tail, current.LastPart) == (next.Version, next.Tail, next.LastPart);
    }
}
