using NvDemo.Core;
using NvDemo.Core.Storage;

namespace NvDemo.Tests.Core.Reconciliation;

/// <summary>A bucket whose objects can be listed, in pages of a given size, and asked for their type.</summary>
internal sealed class ListedBucket(int pageSize) : IObjectStore
{
    public const string Type = "text/x-listed";

    private readonly SortedDictionary<string, ListedObject> _objects = new(Comparer<string>.Create(ObjectKey.Compare));

    /// <summary>Called before each page, with the key after which it begins.</summary>
    public Func<string, Task> BeforePage { get; set; } = _ => Task.CompletedTask;

    /// <summary>What may not be read, and how that fails.</summary>
    public (string Key, DependencyFailure Failure)? Refused { get; init; }

    public IEnumerable<ListedObject> Objects => _objects.Values;

    public void Put(string key, string etag, long size = 1) =>
        _objects[key] = new ListedObject(ObjectKey.FromBucket(key), size, etag, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));

    public void Delete(string key) => _objects.Remove(key);

    public async Task<ObjectPage> ListAsync(string after, CancellationToken cancellation)
    {
        await BeforePage(after);
        List<ListedObject> following = [.. _objects.Values.Where(item => ObjectKey.Compare(item.Key.Value, after) > 0).Take(pageSize + 1)];
        return new ObjectPage([.. following.Take(pageSize)], following.Count <= pageSize);
    }

    public Task<ReadResult> GetAsync(ObjectKey key, ReadConditions conditions, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ReadResult> HeadAsync(ObjectKey key, CancellationToken cancellation) => Task.FromResult<ReadResult>(
        Refused is { } refused && refused.Key == key.Value ? throw new DependencyException("S3", refused.Failure)
        : _objects.TryGetValue(key.Value, out var found)
            ? new ReadResult.Found(
                Stream.Null, found.Size, found.Size, null, new ContentMetadata(Type), $"\"{found.ETag}\"", found.LastModified)
            : new ReadResult.Missing());

    public Task<PutResult?> PutAsync(ObjectKey key, PutContent content, WriteConditions conditions, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<DeleteResult?> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<PresignedUrl> PresignAsync(
        ObjectKey key, PresignedVerb verb, TimeSpan lifetime, string? disposition, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<PresignedUpload> PresignUploadAsync(ObjectKey key, UploadTerms terms, TimeSpan lifetime, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task PingAsync(CancellationToken cancellation) => Task.CompletedTask;
}
