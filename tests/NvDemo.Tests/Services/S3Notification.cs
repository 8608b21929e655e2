using System.Globalization;
using System.Net;
using System.Text.Json;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Services;

/// <summary>Bucket events as Amazon S3 sends them, sequencers included, which the local S3 does not.</summary>
internal static class S3Notification
{
    private static long _sequencer = 0x0062_6E79_0000_0000;

    /// <summary>One notification that reports an upload of each key.</summary>
    public static string OfUploads(params IEnumerable<string> keys) =>
        JsonSerializer.Serialize(new { Records = keys.Select(RecordOf).ToArray() });

    private static object RecordOf(string key) => new
    {
        eventVersion = "2.1",
        eventSource = "aws:s3",
        awsRegion = LocalAws.Region,
        eventTime = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        eventName = "ObjectCreated:Put",
        userIdentity = new { principalId = "AWS:AROAEXAMPLE:api" },
        requestParameters = new { sourceIPAddress = "192.0.2.7" },
        responseElements = new Dictionary<string, string>
        {
            ["x-amz-request-id"] = Guid.NewGuid().ToString("N")[..16].ToUpperInvariant(),
            ["x-amz-id-2"] = "EXAMPLE123/5678abcdefghijklambdaisawesome/mnopqrstuvwxyzABCDEFGH",
        },
        s3 = new
        {
            s3SchemaVersion = "1.0",
            configurationId = "files",
            bucket = new
            {
                name = LocalAws.Bucket,
                ownerIdentity = new { principalId = "A3NL1KOZZKExample" },
                arn = $"arn:aws:s3:::{LocalAws.Bucket}",
            },
            @object = new
            {
                key = WebUtility.UrlEncode(key).Replace("%2F", "/", StringComparison.Ordinal),
                size = 1024,
                eTag = "d41d8cd98f00b204e9800998ecf8427e",
                sequencer = Interlocked.Increment(ref _sequencer).ToString("X16", CultureInfo.InvariantCulture),
            },
        },
    };
}
