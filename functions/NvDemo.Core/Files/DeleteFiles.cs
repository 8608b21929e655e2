using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>POST /api/delete</c>: deletes the files that the body names, or, a thousand at a time, those of a prefix that are older than the first
/// call. Both can be repeated: what is gone already is deleted.
/// </summary>
public sealed partial class DeleteFiles(IBatchStore store, FileCatalog catalog, TimeProvider clock, ILogger<DeleteFiles> logger)
{
    // The bucket's listing tells times to the second.
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    // How far this clock may be ahead of the bucket's.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(1);

    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        Preconditions.Refuse(request, "The deletion of many files");
        var body = await JsonBody.ReadAsync(request, cancellation);
        var hasKeys = body.TryGetProperty("keys", out var keys);
        if (request.Query.TryGetValue("prefix", out var prefix))
        {
            return hasKeys
                ? throw new InvalidInputException("Either the body has keys or the URL a prefix.")
                : await DeletePrefixAsync(prefix, request, cancellation);
        }

        return hasKeys && !request.Query.ContainsKey("cursor")
            ? await DeleteKeysAsync(Keys(keys), request.Prefixes, cancellation)
            : throw new InvalidInputException("What is to be deleted is missing: {\"keys\":[…]} as the body, or a prefix in the URL.");
    }

    private async Task<Response> DeleteKeysAsync(List<string> names, KeyPrefixes prefixes, CancellationToken cancellation)
    {
        var items = names.ConvertAll(name => Item(name, prefixes));
        ObjectKey[] permitted = [.. items.Where(item => item.Status == 204).Select(item => item.Key).Distinct()];
        var failed = (await DeleteAsync(permitted, cancellation)).Failed;
        if (failed.Count > 0)
            LogFailed(Worst(failed.Values), failed.Count);
        return Response.Of(200, MediaTypes.Json, JsonBytes.Write(json =>
        {
            json.WriteStartArray();
            foreach (var item in items)
            {
                var (status, detail) = item.Status == 204 && failed.TryGetValue(item.Key, out var failure) ? Failed(failure) : (item.Status, item.Detail);
                json.WriteStartObject();
                json.WriteString("key", item.Name);
                json.WriteNumber("status", status);
                if (detail is not null)
                    json.WriteString("detail", detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }));
    }

    private async Task<Response> DeletePrefixAsync(string prefix, Request request, CancellationToken cancellation)
    {
        if (prefix.Length == 0 || Encoding.UTF8.GetByteCount(prefix) > ObjectKey.MaxBytes || prefix.Any(char.IsControl))
            throw new InvalidInputException($"The prefix must have 1 to {ObjectKey.MaxBytes} bytes of UTF-8 and no control characters.");
        if (!request.Prefixes.Contain(prefix))
            return Problem.OutsidePrefixes(request.Prefixes);
        if (ObjectKey.FromBucket(prefix).IsOwn)
            throw new InvalidInputException($"Nothing that begins with '{prefix}' can be deleted: it belongs to the service.");

        var cursor = request.Query.TryGetValue("cursor", out var text) ? DeletionCursor.Decode(text) : null;
        var now = clock.GetUtcNow().UtcDateTime;
        var page = await store.ListAsync(prefix, cursor?.After ?? "", cancellation);

        // What the first call finds was there; later ones go by the time.
        var files = page.Objects.Where(item => !item.Key.IsOwn);
        var older = cursor is null ? [.. files.Select(item => item.Key)] : await OlderAsync(files, cursor.Begun, cancellation);
        var result = await DeleteAsync(older, cancellation);
        if (result.Failed.Count > 0)
            throw Worst(result.Failed.Values);
        var next = page.IsLast ? null : new DeletionCursor(cursor?.Begun ?? now, page.Objects[^1].Key.Value).Encode();
        if (cursor is null && next is not null)
            await PassAsync(now, cancellation);
        return Response.Of(200, MediaTypes.Json, JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("deleted", result.Deleted.Count);
            json.WriteString("next", next);
            json.WriteEndObject();
        }));
    }

    /// <summary>
    /// Those that were there at a time. The bucket's time of what was uploaded in parts is that of its beginning
    /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html), so the index is asked; what it does not have yet stays.
    /// </summary>
    private async Task<ObjectKey[]> OlderAsync(IEnumerable<ListedObject> files, DateTime time, CancellationToken cancellation)
    {
        var older = files.Where(item => item.LastModified <= time).ToLookup(item => item.IsOfParts && item.Key.IsListed);
        var known = older.Contains(true) ? await catalog.AddedBeforeAsync([.. older[true]], time - Skew, cancellation) : [];
        return [.. older[false].Select(item => item.Key), .. known];
    }

    /// <summary>Waits for the end of the second of a time on any clock: what is stored after the reply must not seem to be as old.</summary>
    private async Task PassAsync(DateTime begun, CancellationToken cancellation)
    {
        var left = begun.AddTicks(Resolution.Ticks - (begun.Ticks % Resolution.Ticks)) + Skew - clock.GetUtcNow().UtcDateTime;
        if (left > TimeSpan.Zero)
            await Task.Delay(left, clock, cancellation);
    }

    /// <summary>Deletes objects, and records those that are gone, whatever has become of the others.</summary>
    private async Task<BatchDeleteResult> DeleteAsync(ObjectKey[] keys, CancellationToken cancellation)
    {
        if (keys.Length == 0)
            return new BatchDeleteResult(new Dictionary<ObjectKey, string?>(), new Dictionary<ObjectKey, DependencyException>());
        var time = clock.GetUtcNow().UtcDateTime;
        var result = await store.DeleteAsync(keys, cancellation);
        ObjectChange[] changes =
            [.. result.Deleted.Where(deleted => deleted.Key.IsListed).Select(deleted => ObjectChange.Delete(deleted.Key, time, deleted.Value))];
        if (changes.Length > 0)
            await catalog.RecordAsync(changes, cancellation);
        return result;
    }

    private static List<string> Keys(JsonElement keys)
    {
        const string Form = "keys must be an array of texts";
        if (keys.ValueKind != JsonValueKind.Array)
            throw new InvalidInputException($"{Form}.");
        if (keys.GetArrayLength() > IBatchStore.MaxObjects)
            throw new InvalidInputException($"{Form}, at most {IBatchStore.MaxObjects}.");
        try
        {
            return [.. keys.EnumerateArray().Select(key => key.GetString() ?? throw new InvalidInputException($"{Form}."))];
        }
        catch (InvalidOperationException)
        {
            // Another kind of value, or half of a surrogate pair.
            throw new InvalidInputException($"{Form}.");
        }
    }

    private static (string Name, ObjectKey Key, int Status, string? Detail) Item(string name, KeyPrefixes prefixes)
    {
        try
        {
            var key = ObjectKey.FromParameter(name);
            return prefixes.Contain(name)
                ? (name, key, 204, null)
                : (name, key, 403, $"The credentials permit only keys that begin with {prefixes}.");
        }
        catch (InvalidInputException e)
        {
            return (name, default, 400, e.Message);
        }
    }

    private static DependencyException Worst(IEnumerable<DependencyException> failures) => failures.MaxBy(failure => failure.Failure)!;

    [LoggerMessage(LogLevel.Warning, "{Count} files are not deleted, of which one so")]
    private partial void LogFailed(Exception exception, int count);

    private static (int Status, string Detail) Failed(DependencyException failure) => failure.Failure == DependencyFailure.OutOfReach
        ? (503, "S3 is not available at the moment.")
        : (500, "The deletion failed unexpectedly.");
}
