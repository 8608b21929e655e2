using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// Reads a file on the conditions of a request. One strong entity tag goes to the store with the read; what the store does not decide as
/// HTTP has it is decided here first.
/// </summary>
internal sealed class ConditionalReader(IObjectStore store)
{
    // The decision, and once more if the file changes between it and the read.
    private const int Attempts = 2;

    public Task<ReadResult> ReadAsync(ObjectKey key, Request request, Preconditions conditions, CancellationToken cancellation)
    {
        if (request.Method == "HEAD")
            return HeadAsync(key, conditions, cancellation);
        var (range, ifRange) = RequestedRange.Of(request);
        if (conditions.IsEmpty && range is not null && ifRange is not null)
            return ContinueAsync(key, range, ifRange, conditions, cancellation);
        return (conditions.IsEmpty || conditions.OnlyIfMatch is not null || conditions.OnlyIfNoneMatch is not null) && ifRange is null
            ? GetAsync(key, range, conditions, cancellation)
            : DecideAndGetAsync(key, range, ifRange, conditions, cancellation);
    }

    private async Task<ReadResult> HeadAsync(ObjectKey key, Preconditions conditions, CancellationToken cancellation)
    {
        if (await store.HeadAsync(key, cancellation) is not ReadResult.Found found)
            return new ReadResult.Missing();
        return conditions.Evaluate(found) switch
        {
            PreconditionResult.NotModified => new ReadResult.NotModified(found.ETag),
            PreconditionResult.Failed => new ReadResult.PreconditionFailed(),
            _ => found,
        };
    }

    private async Task<ReadResult> GetAsync(ObjectKey key, string? range, Preconditions conditions, CancellationToken cancellation)
    {
        var asked = new ReadConditions { Range = range, IfMatch = conditions.OnlyIfMatch, IfNoneMatch = conditions.OnlyIfNoneMatch };
        var read = await store.GetAsync(key, asked, cancellation);
        return read is ReadResult.RangeNotSatisfiable ? await PastTheEndAsync(key, conditions, cancellation) : read;
    }

    /// <summary>
    /// With <c>If-Range</c> alone (RFC 9110, 13.1.5): the range if the file is still the one that the client has a part of, else all of it. A
    /// date, or a weak tag, does not tell for certain.
    /// </summary>
    private async Task<ReadResult> ContinueAsync(
        ObjectKey key, string range, string ifRange, Preconditions none, CancellationToken cancellation)
    {
        if (ifRange.StartsWith('"'))
        {
            var part = await store.GetAsync(key, new ReadConditions { Range = range, IfMatch = ifRange }, cancellation);
            if (part is ReadResult.RangeNotSatisfiable)
                return await PastTheEndAsync(key, none, cancellation);
            if (part is not ReadResult.PreconditionFailed)
                return part;
        }

        return await store.GetAsync(key, ReadConditions.None, cancellation);
    }

    private async Task<ReadResult> DecideAndGetAsync(
        ObjectKey key, string? range, string? ifRange, Preconditions conditions, CancellationToken cancellation)
    {
        ReadResult read = new ReadResult.PreconditionFailed();
        for (var attempt = 0; attempt < Attempts && read is ReadResult.PreconditionFailed; attempt++)
        {
            var head = await HeadAsync(key, conditions, cancellation);
            if (head is not ReadResult.Found found)
                return head;
            var asked = new ReadConditions { Range = ifRange is null || ifRange == found.ETag ? range : null, IfMatch = found.ETag };
            read = await store.GetAsync(key, asked, cancellation);
            if (read is ReadResult.RangeNotSatisfiable)
                return new ReadResult.RangeNotSatisfiable(found.Size);
        }

        return read;
    }

    // Conditions come before the range (RFC 9110, 13.2.2), and the client is told the size.
    private async Task<ReadResult> PastTheEndAsync(ObjectKey key, Preconditions conditions, CancellationToken cancellation)
    {
        var head = await HeadAsync(key, conditions, cancellation);
        return head is ReadResult.Found found ? new ReadResult.RangeNotSatisfiable(found.Size) : head;
    }
}
