using NvDemo.Core.Storage;

namespace NvDemo.Tests.Core;

public sealed class TusUploadTests
{
    private const long Smallest = MultipartUpload.MinPartSize;

    // S3: parts of 5 MiB at least, but for the last, and 10,000 of them at most (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html).
    [Theory]
    [InlineData(TusUpload.MaxLength, 0, 0, 1, Smallest)]
    [InlineData(TusUpload.MaxLength, 100 * Smallest, 0, 101, Smallest)]
    [InlineData(TusUpload.MaxLength, 100 * Smallest, 0, 102, Smallest + 530)]
    [InlineData(TusUpload.MaxLength, (100 * Smallest) + 7, 7, 102, Smallest + 530)]
    [InlineData(TusUpload.MaxLength, 0, 0, 9_999, 2 * Smallest)]
    [InlineData(TusUpload.MaxLength, 0, 0, 10_002, 2 * Smallest)]
    [InlineData(1, 0, 0, 10_000, Smallest)]
    public void Parts_are_large_enough_for_their_numbers_to_last(long length, long offset, long tail, int next, long size)
    {
        var upload = new TusUpload("i", ObjectKey.FromBucket("k"), "s", length, null, "", DateTime.UtcNow)
        {
            Offset = offset,
            TailLength = tail,
            NextPart = next,
        };
        Assert.Equal(size, upload.PartSize);
    }
}
