using NvDemo.Core.Events;

namespace NvDemo.Tests.Unit;

public sealed class S3EventTests
{
    [Fact]
    public void Reads_what_aws_sends()
    {
        var change = Assert.Single(S3Event.Parse(Event("ObjectCreated:Put", """
            "key":"a/b+c%2B%E4%BD%A0%25.txt","size":1024,"eTag":"d41d8cd98f00b204e9800998ecf8427e","sequencer":"0A1B2C3D4E5F678901"
            """), "bucket"));
        Assert.Equal("a/b c+你%.txt", change.Key.Value);
        Assert.False(change.IsDelete);
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc), change.Time);
        Assert.Equal(DateTimeKind.Utc, change.Time.Kind);
        Assert.Equal((1024, "d41d8cd98f00b204e9800998ecf8427e", "0A1B2C3D4E5F678901"), (change.Size, change.ETag, change.Sequencer));
    }

    [Theory]
    [InlineData("ObjectCreated:Put", "", false)]
    [InlineData("ObjectCreated:Copy", "", false)]
    [InlineData("s3:ObjectCreated:CompleteMultipartUpload", "", false)]
    [InlineData("ObjectRemoved:Delete", "", true)]
    [InlineData("ObjectRemoved:DeleteMarkerCreated", ",\"versionId\":\"v1\"", true)]
    [InlineData("LifecycleExpiration:Delete", "", true)]
    [InlineData("LifecycleExpiration:DeleteMarkerCreated", ",\"versionId\":\"v1\"", true)]
    [InlineData("ObjectRemoved:Delete", ",\"versionId\":\"v1\"", null)]
    [InlineData("LifecycleExpiration:Delete", ",\"versionId\":\"v1\"", null)]
    [InlineData("ObjectTagging:Put", "", null)]
    public void Knows_which_events_change_what_is_listed(string name, string more, bool? isDelete)
    {
        var changes = S3Event.Parse(Event(name, "\"key\":\"k\"" + more), "bucket");
        Assert.Equal(isDelete, changes.Count == 0 ? null : changes.Single().IsDelete);
    }

    [Fact]
    public void Reads_every_record_of_a_message()
    {
        var one = Event("ObjectCreated:Put", "\"key\":\"k\"");
        var two = one.Replace("\"Records\":[", "\"Records\":[" + one[(one.IndexOf('[') + 1)..^2] + ",");
        Assert.Equal(2, S3Event.Parse(two, "bucket").Count);
    }

    [Fact]
    public void Takes_a_time_without_a_zone_for_utc() =>
        Assert.Equal(3, S3Event.Parse(Event("ObjectCreated:Put", "\"key\":\"k\"").Replace("678Z", "678"), "bucket").Single().Time.Hour);

    [Fact]
    public void Ignores_the_test_event_and_other_buckets()
    {
        Assert.Empty(S3Event.Parse("""{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"bucket"}""", "bucket"));
        Assert.Empty(S3Event.Parse(Event("ObjectCreated:Put", "\"key\":\"k\""), "another"));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Records":[{}]}""")]
    [InlineData("""{"Records":{"eventName":"ObjectCreated:Put"}}""")]
    public void Refuses_anything_else(string body) => Assert.Throws<FormatException>(() => S3Event.Parse(body, "bucket"));

    private static string Event(string name, string s3Object) => $$$"""
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":"2026-01-02T03:04:05.678Z",
        "eventName":"{{{name}}}","s3":{"s3SchemaVersion":"1.0","bucket":{"name":"bucket"},"object":{{{"{" + s3Object + "}"}}}}}]}
        """.ReplaceLineEndings("");
}
