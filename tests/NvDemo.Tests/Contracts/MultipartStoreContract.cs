using System.Net;
using System.Security.Cryptography;
using NvDemo.Core;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>What every <see cref="IMultipartStore"/> must do.</summary>
public abstract class MultipartStoreContract
{
    private const int PartSize = 5 << 20;
    private static readonly byte[] First = RandomNumberGenerator.GetBytes(PartSize), Second = RandomNumberGenerator.GetBytes(10);

    private readonly ObjectKey _key = ObjectKey.FromBucket($"parts/{Guid.NewGuid():N} ü+?");

    protected abstract IMultipartStore Store { get; }

    /// <summary>The objects that come of it.</summary>
    protected abstract IObjectStore Objects { get; }

    /// <summary>The same store where nothing answers.</summary>
    protected abstract IMultipartStore Unreachable { get; }

    /// <summary>Whether it knows an upload that is not there: not every server has the error that S3 has for it.</summary>
    protected virtual bool KnowsWhatIsGone => true;

    /// <summary>Whether completing can depend on there being no such object.</summary>
    protected virtual bool CompletesOnConditions => true;

    /// <summary>Whether it verifies the checksum of the whole.</summary>
    protected virtual bool VerifiesChecksums => true;

    [Fact]
    public async Task Takes_no_checksum_without_verifying_it()
    {
        var upload = await BeginAsync();
        var part = await PutAsync(upload, 1, Second);
        var refused = await Store.CompleteAsync(upload, [part], WriteConditions.None, "AAAAAAAAAAA=", default);
        Assert.Equal(VerifiesChecksums ? new CompleteResult.OtherContent() : new CompleteResult.Unverifiable(), refused);
        Assert.IsType<ReadResult.Missing>(await Objects.HeadAsync(_key, default));
        Assert.IsType<CompleteResult.Complete>(await Store.CompleteAsync(upload, [part], WriteConditions.None, null, default));
    }

    // XML 1.0, 2.2.
    [Theory]
    [InlineData('\uFFFE')]
    [InlineData('\uFFFF')]
    public async Task Refuses_keys_that_no_reply_of_S3_can_have(char character) => await Assert.ThrowsAsync<InvalidInputException>(
        () => Store.BeginAsync(ObjectKey.FromBucket(_key.Value + character), new ContentMetadata("a/b"), "mark", default));

    [Fact]
    public async Task Makes_one_object_of_parts_that_were_put_to_urls_and_can_be_asked_again()
    {
        var upload = await BeginAsync();
        using var http = new HttpClient();
        foreach (var (number, content) in ((int, byte[])[])[(2, Second), (1, First)])
        {
            var presigned = await Store.PresignPartAsync(_key, upload.StoreId, number, TimeSpan.FromMinutes(5), default);
            Assert.InRange(presigned.ExpiresIn, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
            Assert.Equal(HttpStatusCode.OK, (await http.PutAsync(presigned.Url, new ByteArrayContent(content))).StatusCode);
        }

        Assert.IsType<ReadResult.Missing>(await Objects.HeadAsync(_key, default));
        var parts = (await Store.ListPartsAsync(_key, upload.StoreId, 0, 1000, default))!;
        Assert.Equal([(1, (long)PartSize), (2, 10L)], parts.Select(part => (part.Number, part.Size)));
        Assert.Equal(parts.Skip(1), await Store.ListPartsAsync(_key, upload.StoreId, 1, 1000, default));
        Assert.Equal(parts.Take(1), await Store.ListPartsAsync(_key, upload.StoreId, 0, 1, default));

        var complete = Assert.IsType<CompleteResult.Complete>(await Store.CompleteAsync(upload, parts, WriteConditions.None, null, default));
        await using (var found = Assert.IsType<ReadResult.Found>(await Objects.GetAsync(_key, ReadConditions.None, default)))
        {
            Assert.Equal((complete.ETag, "a/b", First.Length + Second.Length), (found.ETag, found.Metadata.Type, found.Size));
            var content = new MemoryStream();
            await found.Content.CopyToAsync(content);
            Assert.Equal([.. First, .. Second], content.ToArray());
        }

        // Its reply may have been lost.
        if (KnowsWhatIsGone)
            Assert.Null(await Store.ListPartsAsync(_key, upload.StoreId, 0, 1000, default));
        foreach (var again in (IReadOnlyList<StoredPart>[])[parts, []])
            Assert.Equal(complete.ETag, Assert.IsType<CompleteResult.Complete>(await Store.CompleteAsync(upload, again, WriteConditions.None, null, default)).ETag);
    }

    [Fact]
    public async Task A_part_takes_the_place_of_the_one_that_had_its_number()
    {
        var upload = await BeginAsync();
        await PutAsync(upload, 1, First);
        var second = await PutAsync(upload, 1, Second);
        Assert.Equal([second], await Store.ListPartsAsync(_key, upload.StoreId, 0, 10, default));
        Assert.IsType<CompleteResult.Complete>(await Store.CompleteAsync(upload, [second], WriteConditions.None, null, default));
        Assert.Equal(10, Assert.IsType<ReadResult.Found>(await Objects.HeadAsync(_key, default)).Size);
    }

    [Fact]
    public async Task An_upload_that_is_given_up_is_gone()
    {
        var upload = await BeginAsync();
        var part = await PutAsync(upload, 1, Second);
        await Store.AbortAsync(_key, upload.StoreId, default);
        await Store.AbortAsync(_key, upload.StoreId, default);
        Assert.IsType<CompleteResult.Unknown>(await Store.CompleteAsync(upload, [], WriteConditions.None, null, default));

        // What others have put there is not what it would have made.
        await Objects.PutAsync(_key, new PutContent(new MemoryStream(Second), Second.Length, new ContentMetadata("a/b")), WriteConditions.None, default);
        Assert.IsType<CompleteResult.Unknown>(await Store.CompleteAsync(upload, [], WriteConditions.None, null, default));
        if (!KnowsWhatIsGone)
            return;
        Assert.Null(await Store.ListPartsAsync(_key, upload.StoreId, 0, 10, default));
        Assert.Null(await Store.PutPartAsync(_key, upload.StoreId, 1, new MemoryStream(Second), Second.Length, default));
        Assert.IsType<CompleteResult.Unknown>(await Store.CompleteAsync(upload, [part], WriteConditions.None, null, default));
    }

    [Fact]
    public async Task Does_not_replace_what_it_must_not()
    {
        if (!CompletesOnConditions)
            return;
        var upload = await BeginAsync();
        var part = await PutAsync(upload, 1, First);
        await Objects.PutAsync(_key, new PutContent(new MemoryStream(Second), Second.Length, new ContentMetadata("a/b")), WriteConditions.None, default);
        var isNew = new WriteConditions(IsNew: true);
        Assert.IsType<CompleteResult.PreconditionFailed>(await Store.CompleteAsync(upload, [part], isNew, null, default));
        Assert.Equal(Second.Length, Assert.IsType<ReadResult.Found>(await Objects.HeadAsync(_key, default)).Size);
        await Objects.DeleteAsync(_key, null, default);
        Assert.IsType<CompleteResult.Complete>(await Store.CompleteAsync(upload, [part], isNew, null, default));
    }

    [Fact]
    public async Task Says_when_it_is_out()
    {
        var upload = new MultipartUpload("m", _key, "s", 10, PartSize, "a/b", DateTime.UtcNow);
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.BeginAsync(_key, new ContentMetadata("a/b"), "m", default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.ListPartsAsync(_key, "s", 0, 10, default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.PutPartAsync(_key, "s", 1, new MemoryStream(Second), 10, default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.CompleteAsync(upload, [new StoredPart(1, 10, "\"e\"")], WriteConditions.None, null, default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.AbortAsync(_key, "s", default));
    }

    protected async Task<MultipartUpload> BeginAsync()
    {
        var mark = Guid.NewGuid().ToString("N");
        var id = await Store.BeginAsync(_key, new ContentMetadata("a/b"), mark, default);
        return new MultipartUpload(mark, _key, id, First.Length + Second.Length, PartSize, "a/b", DateTime.UtcNow);
    }

    private async Task<StoredPart> PutAsync(MultipartUpload upload, int number, byte[] content) =>
        (await Store.PutPartAsync(_key, upload.StoreId, number, new MemoryStream(content), content.Length, default))!;
}
