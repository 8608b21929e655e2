using System.Text;
using Amazon.S3.Model;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.EndToEnd;

/// <summary>What one cloud does, the other serves.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class CrossCloudTests(LocalCloudsFixture fixture) : IDisposable
{
    private readonly CloudClient _azure = new(fixture.Clouds.Azure.Url);
    private readonly CloudClient _aws = new(fixture.Clouds.Aws.Url);

    public void Dispose()
    {
        _azure.Dispose();
        _aws.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_to_one_is_at_once_on_the_other_and_so_is_its_end(bool fromAzure)
    {
        var (one, other) = fromAzure ? (_azure, _aws) : (_aws, _azure);
        foreach (var key in OddKeys.All)
        {
            var content = Encoding.UTF8.GetBytes($"{fromAzure} {key}");
            var prefix = $"/api/list?prefix={Uri.EscapeDataString(key)}";
            await other.GetAsync(prefix);
            Assert.Equal(200, (await one.UploadAsync(key, content)).Status);
            Assert.Contains(key, (await other.GetAsync(prefix)).Keys);
            Assert.Equal(content, (await other.DownloadAsync(key)).Body);
            Assert.Equal(204, (await one.DeleteAsync(key)).Status);
            Assert.DoesNotContain(key, (await other.GetAsync(prefix)).Keys);
            Assert.Equal(404, (await other.DownloadAsync(key)).Status);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_in_parts_that_one_began_the_other_completes(bool fromAzure)
    {
        var (one, other) = fromAzure ? (_azure, _aws) : (_aws, _azure);
        var key = $"parts-{Guid.NewGuid():N}";
        var begun = await one.BeginAsync(key, 3, null);
        var resumed = (await other.GetAsync(begun.Header("Location")!)).Json;
        using var http = new HttpClient();
        await http.PutAsync(resumed.GetProperty("parts")[0].GetProperty("url").GetString(), new StringContent("abc"));
        Assert.Equal(200, (await other.SendAsync("PUT", begun.Header("Location")!)).Status);
        Assert.Contains(key, (await one.GetAsync($"/api/list?prefix={key}")).Keys);
        Assert.Equal("abc", (await one.DownloadAsync(key)).Text);
    }

    [Fact]
    public async Task What_is_put_into_the_bucket_directly_is_listed_by_both_and_so_is_its_end()
    {
        var s3 = fixture.Clouds.Data.Aws.S3;
        var folder = $"direct-{Guid.NewGuid():N}";
        string[] keys = [.. OddKeys.All.Where(key => key.Length < 900).Select(key => $"{folder}/{key}").Order(StringComparer.Ordinal)];
        foreach (var key in keys)
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = LocalAws.Bucket, Key = key, ContentBody = key });
        await ListedByBothAsync(folder, keys);
        Assert.Equal(keys[0], (await _aws.DownloadAsync(keys[0])).Text);

        foreach (var key in keys)
            await s3.DeleteObjectAsync(LocalAws.Bucket, key);
        await ListedByBothAsync(folder, []);
    }

    private async Task ListedByBothAsync(string folder, string[] keys)
    {
        foreach (var cloud in (CloudClient[])[_azure, _aws])
            await Eventually.EqualAsync(keys, async () => [.. (await cloud.GetAsync($"/api/list?prefix={folder}")).Keys.Order(StringComparer.Ordinal)]);
    }
}
