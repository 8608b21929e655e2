using System.Globalization;
using NvDemo.Core.Storage;

namespace NvDemo.Benchmarks;

/// <summary>A bucket that can be listed: objects with numbers for names, made as they are asked for.</summary>
internal sealed class GeneratedBucket(int count) : IObjectStore
{
    public const string ETag = "d41d8cd98f00b204e9800998ecf8427e";
    private const int PageSize = 1000;
    private static readonly DateTime Stored = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public static string Key(int number) => $"folder/{number:D9}";

    public Task<ObjectPage> ListAsync(string after, CancellationToken cancellation)
    {
        var start = after.Length == 0 ? 0 : int.Parse(after.AsSpan(after.IndexOf('/') + 1), CultureInfo.InvariantCulture) + 1;
        var end = Math.Min(start + PageSize, count);
        List<ListedObject> objects =
            [.. Enumerable.Range(start, end - start).Select(number => new ListedObject(ObjectKey.FromBucket(Key(number)), 1, ETag, Stored))];
        return Task.FromResult(new ObjectPage(objects, end == count));
    }

    public Task<ReadResult> GetAsync(ObjectKey key, ReadConditions conditions, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ReadResult> HeadAsync(ObjectKey key, CancellationToken cancellation) => Task.FromResult<ReadResult>(new ReadResult.Found(
        Stream.Null, 1, 1, null, new ContentMetadata("a/b"), $"\"{ETag}\"", Stored));

    public Task<PutResult?> PutAsync(ObjectKey key, PutContent content, WriteConditions conditions, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<DeleteResult?> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<PresignedUrl> PresignAsync(
        ObjectKey key, PresignedVerb verb, TimeSpan lifetime, string? disposition, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<PresignedUpload> PresignUploadAsync(ObjectKey key, UploadTerms terms, TimeSpan lifetime, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task PingAsync(CancellationToken cancellation) => throw new NotSupportedException();
}
