using NvDemo.Adapters.S3;
using NvDemo.Core;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>An S3 that breaks off in the middle of an object.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class BrokenDownloadTests
{
    [Fact]
    public async Task Reading_on_says_that_s3_is_out()
    {
        var isOpen = new TaskCompletionSource();
        await using var server = await LoopbackApplication.StartAsync(async context =>
        {
            context.Response.Headers.ETag = "\"d41d8cd98f00b204e9800998ecf8427e\"";
            context.Response.Headers.LastModified = "Sun, 01 May 2022 12:11:48 GMT";
            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            await isOpen.Task;
            context.Abort();
        });
        using var store = new S3ObjectStore("bucket", server.Url, TimeProvider.System);
        var read = await store.GetAsync(ObjectKey.FromClient("k"), ReadConditions.None, CancellationToken.None);
        isOpen.SetResult();
        await using var found = Assert.IsType<ReadResult.Found>(read);
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => found.Content.ReadExactlyAsync(new byte[1000]).AsTask());
    }
}
