using NvDemo.Core.Events;

namespace NvDemo.Tests.Core;

public sealed class S3EventTests
{
    /// <summary>Messages as Amazon S3 (User Guide, "Event message structure") and moto send them, and what each says.</summary>
    public static TheoryData<string, string> Fixtures => new()
    {
        { "aws-put", "+ red flower.jpg, 1024, d41d8cd98f00b204e9800998ecf8427e, 0A1B2C3D4E5F678901, C3D13FE58DE4C810" },
        { "aws-copy", "+ copies/red flower.jpg, 1024, d41d8cd98f00b204e9800998ecf8427e, 0055AED6DCD90281E5, D82B88E5F771F645" },
        {
            "aws-complete-multipart-upload",
            "+ large/backup%201.tar, 10737418240, b54357faf0632cce46e942fa68356b38-640, 0055AED6DCD90281E6, E0A1B2C3D4E5F607"
        },
        { "aws-delete", "- red flower.jpg, , , 0055AED6DCD90281E7, F1B2C3D4E5F60718" },
        { "aws-delete-marker-created", "- red flower.jpg, , , 0055AED6DCD90281E8, A2C3D4E5F6071829" },
        { "aws-delete-of-a-version", "" },
        { "aws-lifecycle-expiration-delete", "- old/report.pdf, , , 0055AED6DCD90281EA, C4E5F60718293A4B" },
        { "aws-lifecycle-expiration-delete-of-a-version", "" },
        { "aws-lifecycle-expiration-delete-marker-created", "- old/report.pdf, , , 0055AED6DCD90281EC, E60718293A4B5C6D" },
        {
            "aws-odd-keys",
            """
            + a/b c+d%e#f?g;h'i".txt, 1, 0cc175b9c0f1b6a831c399e269772661, 0055AED6DCD90281F, F718293A4B5C6D7E
            + 你好/🎉 party.txt, 2, 187ef4436122d1cc2f40dc2b92f0eba0, 0055AED6DCD90281F1, 08293A4B5C6D7E8F
            - 100%, , , 0055AED6DCD90281F2, 193A4B5C6D7E8F90
            """
        },
        { "aws-test-event", "" },
        { "moto-put", "+ a/b c.txt, 6, b1946ac92492d2347c6235b4d2611184, , " },
        { "moto-complete-multipart-upload", "+ a/large, 5242880, 140f92a6df9f9e415f74a1463bcee9bb-1, , " },
        { "moto-delete", "- a/b c.txt, , , , " },
        { "moto-test-event", "" },
    };

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Reads_what_aws_and_moto_send(string fixture, string expected)
    {
        var changes = S3Event.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", fixture + ".json")), "bucket", out _);
        var lines = changes.Select(change =>
            $"{(change.IsDelete ? '-' : '+')} {change.Key}, {change.Size}, {change.ETag}, {change.Sequencer}, {change.RequestId}");
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join('\n', lines));
        Assert.All(changes, change =>
        {
            Assert.Equal("2026-01-02T03:04:05.678", change.Time.ToString("yyyy-MM-ddTHH:mm:ss.fff"));
            Assert.Equal(DateTimeKind.Utc, change.Time.Kind);
        });
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
        var changes = S3Event.Parse(Event(name, "\"key\":\"k\"" + more), "bucket", out _);
        Assert.Equal(isDelete, changes.Count == 0 ? null : changes.Single().IsDelete);
    }

    [Fact]
    public void Reads_every_record_of_a_message()
    {
        var one = Event("ObjectCreated:Put", "\"key\":\"k\"");
        var two = one.Replace("\"Records\":[", "\"Records\":[" + one[(one.IndexOf('[') + 1)..^2] + ",");
        Assert.Equal(2, S3Event.Parse(two, "bucket", out _).Count);
    }

    [Fact]
    public void Takes_a_time_without_a_zone_for_utc() =>
        Assert.Equal(3, S3Event.Parse(Event("ObjectCreated:Put", "\"key\":\"k\"").Replace("678Z", "678"), "bucket", out _).Single().Time.Hour);

    [Fact]
    public void Ignores_the_test_event_and_other_buckets()
    {
        Assert.Empty(S3Event.Parse("""{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"bucket"}""", "bucket", out _));
        Assert.Empty(S3Event.Parse(Event("ObjectCreated:Put", "\"key\":\"k\""), "another", out _));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Records":{"eventName":"ObjectCreated:Put"}}""")]
    [InlineData("""{"Type":"Notification"}""")]
    [InlineData("""{"Type":"Notification","Message":"not json"}""")]
    public void Refuses_anything_else(string body) => Assert.Throws<FormatException>(() => S3Event.Parse(body, "bucket", out _));

    [Theory]
    [InlineData("""{"Records":[{}]}""")]
    [InlineData("""{"Records":[null]}""")]
    [InlineData("""{"Records":[{"eventName":null,"s3":{"bucket":{"name":"bucket"},"object":{"key":"k"}}}]}""")]
    [InlineData("""{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"bucket"},"object":{"key":null}}}]}""")]
    [InlineData("""{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"bucket"},"object":{"key":"k","sequencer":"xyz"}}}]}""")]
    [InlineData("""{"Records":[{"eventTime":"2026-01-02T03:04:05Z","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"bucket"},"object":{"key":""}}}]}""")]
    [InlineData("""{"Records":[{"eventTime":"2026-01-02T03:04:05Z","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"bucket"},"object":{"key":"k","eTag":"\u0000"}}}]}""")]
    [InlineData("""{"Records":[{"eventTime":"now","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"bucket"},"object":{"key":"k"}}}]}""")]
    public void Says_that_a_record_is_malformed(string body)
    {
        Assert.Empty(S3Event.Parse(body, "bucket", out var malformed));
        Assert.NotNull(malformed);
    }

    private static string Event(string name, string s3Object) => $$$"""
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":"2026-01-02T03:04:05.678Z",
        "eventName":"{{{name}}}","s3":{"s3SchemaVersion":"1.0","bucket":{"name":"bucket"},"object":{{{"{" + s3Object + "}"}}}}}]}
        """.ReplaceLineEndings("");
}
