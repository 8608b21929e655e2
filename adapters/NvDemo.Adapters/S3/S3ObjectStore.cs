using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Net.Http.Headers;
using NvDemo.Adapters.Aws;
using NvDemo.Core;
using NvDemo.Core.Storage;

namespace NvDemo.Adapters.S3;

/// <summary>The bucket on Amazon S3, or on a server that speaks its protocol.</summary>
public sealed partial class S3ObjectStore : IObjectStore, IDisposable
{
    // API Gateway gives up after 29 s; only an upload, at the client's pace, may take nearly as long.
    private static readonly TimeSpan UploadTimeout = TimeSpan.FromSeconds(25);

    // Under the three seconds within which a request is told that the bucket is out.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2.5);

    // What is at hand whole waits for no client: past this pace S3 is taken to be out.
    private const int SlowestBytesPerSecond = 256 * 1024;

    private const string MetadataPrefix = "x-amz-meta-";

    // What metadata of the service's own begins with.
    private const string OwnMetadata = "nv-";

    // In the metadata of what is written on a condition, so that it is known again after a reply that was lost.
    private const string WriteId = "nv-write-id";

    private readonly Lazy<AWSCredentials> _credentials;
    private readonly Lazy<AmazonS3Client> _client;
    private readonly string _bucket;
    private readonly Uri? _endpoint;
    private readonly TimeProvider _clock;

    // By the SDK's own setting, AWS_REQUEST_CHECKSUM_CALCULATION: other servers than Amazon's may fail on checksums, or make wrong ones.
    private readonly bool _keepsChecksums;

    /// <summary>Nothing connects before the first call.</summary>
    /// <param name="endpoint">The server; <c>null</c> for Amazon S3 in the region of <c>AWS_REGION</c>.</param>
    /// <param name="credentials"><c>null</c> for those that the SDK finds by itself.</param>
    public S3ObjectStore(string bucket, Uri? endpoint, TimeProvider clock, AWSCredentials? credentials = null)
    {
        (_bucket, _endpoint, _clock) = (bucket, endpoint, clock);
        var config = Configuration(endpoint);
        _keepsChecksums = config.RequestChecksumCalculation == RequestChecksumCalculation.WHEN_SUPPORTED;
        _credentials = new Lazy<AWSCredentials>(
            () => credentials ?? DefaultAWSCredentialsIdentityResolver.GetCredentials(config), LazyThreadSafetyMode.PublicationOnly);
        _client = new Lazy<AmazonS3Client>(() => new TracedS3Client(_credentials.Value, config), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <inheritdoc/>
    public Task<ReadResult> GetAsync(ObjectKey key, ReadConditions conditions, CancellationToken cancellation) =>
        ReadAsync(conditions, async token =>
        {
            var range = SingleRange(conditions.Range);
            var response = await _client.Value.GetObjectAsync(
                new GetObjectRequest
                {
                    BucketName = _bucket,
                    Key = key.Value,
                    ByteRange = range is null ? null : new ByteRange(range),
                    EtagToMatch = conditions.IfMatch,
                    EtagToNotMatch = conditions.IfNoneMatch,
                    // Of a range S3 has none.
                    ChecksumMode = range is null ? ChecksumMode.ENABLED : null,
                },
                token);
            if (response.HttpStatusCode == MissingObjects.Status)
            {
                response.Dispose();
                return new ReadResult.Missing();
            }

            var length = response.ContentLength;
            var contentRange = response.ContentRange is { Length: > 0 } value ? value : null;
            var sent = contentRange is null ? null : ContentRangeHeaderValue.Parse(contentRange);
            return new ReadResult.Found(
                new ObjectBody(response, sent?.From ?? 0, CallTimeout, (from, to, stop) => ReadOnAsync(key, response.ETag, from, to, stop)),
                length,
                sent?.Length ?? length,
                contentRange,
                Metadata(response.Headers, response.Metadata),
                response.ETag,
                response.LastModified!.Value.ToUniversalTime())
            {
                Sha256 = Sha256(response.ChecksumSHA256, response.ChecksumType),
            };
        }, cancellation);

    /// <inheritdoc/>
    public Task<ReadResult> HeadAsync(ObjectKey key, CancellationToken cancellation) =>
        ReadAsync(ReadConditions.None, async token =>
        {
            var response = await _client.Value.GetObjectMetadataAsync(
                new GetObjectMetadataRequest { BucketName = _bucket, Key = key.Value, ChecksumMode = ChecksumMode.ENABLED }, token);
            return new ReadResult.Found(
                Stream.Null, response.ContentLength, response.ContentLength, null, Metadata(response.Headers, response.Metadata), response.ETag,
                response.LastModified!.Value.ToUniversalTime())
            {
                Sha256 = Sha256(response.ChecksumSHA256, response.ChecksumType),
            };
        }, cancellation);

    /// <inheritdoc/>
    public Task<PutResult?> PutAsync(ObjectKey key, PutContent content, WriteConditions conditions, CancellationToken cancellation) =>
        CallAsync<PutResult?>(TimeOf(content), async token =>
        {
            var isConditional = conditions.IfMatch is not null || conditions.IsNew;
            var id = Guid.NewGuid().ToString("N");
            using var paced = content.Stream.CanSeek ? null : new PacedBody(content.Stream, read => TimeOf(read), _clock, token);
            try
            {
                var request = new PutObjectRequest
                {
                    BucketName = _bucket,
                    Key = key.Value,
                    InputStream = content.Length > 0 ? paced ?? content.Stream : Stream.Null,
                    AutoCloseStream = false,
                    // A stream that can be read once is sent in signed chunks. Of nothing there is no chunk, which not every server takes.
                    UseChunkEncoding = content.Length > 0 && !content.Stream.CanSeek,
                    ContentType = content.Metadata.Type,
                    IfMatch = conditions.IfMatch,
                    IfNoneMatch = conditions.IsNew ? "*" : null,
                    // What is not known beforehand the SDK sends behind the content.
                    ChecksumAlgorithm = content.Sha256 is not null || _keepsChecksums ? ChecksumAlgorithm.SHA256 : null,
                    ChecksumSHA256 = content.Sha256?.Base64,
                };
                request.Headers.ContentLength = content.Length;
                request.Headers.ContentEncoding = content.Metadata.Encoding;
                request.Headers.ContentDisposition = content.Metadata.Disposition;
                if (content.Metadata.Language is { } language)
                    request.Headers["Content-Language"] = language;
                Describe(request.Metadata, content.Metadata);
                if (isConditional)
                    request.Metadata[WriteId] = id;
                var response = await _client.Value.PutObjectAsync(request, paced?.Stalled ?? token);
                return new PutResult(response.ETag, response.ResponseMetadata.RequestId);
            }
            catch (AmazonS3Exception e) when (IsChanged(e, isConditional))
            {
                return await FindWriteAsync(key, id, token);
            }
        }, cancellation);

    /// <inheritdoc/>
    public Task<DeleteResult?> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation) =>
        CallAsync<DeleteResult?>(CallTimeout, async token =>
        {
            try
            {
                var request = new DeleteObjectRequest { BucketName = _bucket, Key = key.Value, IfMatch = ifMatch };
                var response = await _client.Value.DeleteObjectAsync(request, token);
                // Where versions are suspended the object itself makes room for the marker, whose id is then null:
                // https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectsfromVersioningSuspendedBuckets.html
                return new DeleteResult(
                    response.ResponseMetadata.RequestId, IsKept: response.DeleteMarker == "true" && response.VersionId is not (null or "null"));
            }
            catch (AmazonS3Exception e) when (ifMatch is not null && e.ErrorCode == "NoSuchKey")
            {
                // It is done (RFC 9110, 13.1.1): perhaps by this very request, which is sent again where its reply was lost.
                return new DeleteResult(RequestId: null, IsKept: false);
            }
            catch (AmazonS3Exception e) when (ifMatch is not null && e.StatusCode == HttpStatusCode.Conflict)
            {
                // Another write was first, which may be a deletion, or this very request
                // (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html).
                return await HeadAsync(key, token) is ReadResult.Missing ? new DeleteResult(RequestId: null, IsKept: false) : null;
            }
            catch (AmazonS3Exception e) when (IsChanged(e, isConditional: ifMatch is not null))
            {
                return null;
            }
        }, cancellation);

    /// <inheritdoc/>
    public Task<ObjectPage> ListAsync(string after, CancellationToken cancellation) => ListAsync("", after, cancellation);

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken cancellation) =>
        CallAsync(CallTimeout, token => _client.Value.HeadBucketAsync(new HeadBucketRequest { BucketName = _bucket }, token), cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    private static AmazonS3Config Configuration(Uri? endpoint)
    {
        var config = new AmazonS3Config
        {
            ConnectTimeout = TimeSpan.FromSeconds(1),
            // Each call is bounded as a whole; one that sends a client's body takes as long as that takes to arrive.
            Timeout = UploadTimeout + TimeSpan.FromMinutes(1),
            MaxErrorRetry = 2,
            HttpClientFactory = new S3HttpClientFactory(),
            // Which server it is the service's settings say, and nothing else that the SDK would look at.
            IgnoreConfiguredEndpointUrls = true,
        };
        if (endpoint is not null)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1";
            config.ForcePathStyle = true;
        }

        return config;
    }

    private Task<ReadResult> ReadAsync(
        ReadConditions conditions, Func<CancellationToken, Task<ReadResult>> read, CancellationToken cancellation) =>
        CallAsync(CallTimeout, async token =>
        {
            try
            {
                return await read(token);
            }
            catch (AmazonServiceException e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
            {
                return new ReadResult.Missing();
            }
            catch (AmazonS3Exception e) when (e.ErrorCode == "InvalidObjectState")
            {
                return new ReadResult.Archived();
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotModified)
            {
                return new ReadResult.NotModified(ETag(e, conditions));
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                return new ReadResult.PreconditionFailed();
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return new ReadResult.RangeNotSatisfiable();
            }
        }, cancellation);

    /// <summary>A range of an object that nobody has replaced since it had this tag.</summary>
    /// <exception cref="DependencyException">It can't be had; also where somebody has.</exception>
    private Task<GetObjectResponse> ReadOnAsync(ObjectKey key, string etag, long from, long to, CancellationToken cancellation) =>
        CallAsync(
            CallTimeout,
            token => _client.Value.GetObjectAsync(
                new GetObjectRequest { BucketName = _bucket, Key = key.Value, ByteRange = new ByteRange(from, to), EtagToMatch = etag }, token),
            cancellation);

    private static ContentMetadata Metadata(HeadersCollection headers, MetadataCollection metadata) => new(
        Text(headers.ContentType),
        ContentEncoding(metadata[JoinedHeaders.MetadataKey("Content-Encoding")]),
        Text(metadata[JoinedHeaders.MetadataKey("Content-Language")]),
        Text(headers.ContentDisposition),
        UserMetadata(metadata));

    // Of an object in parts S3 has one of its parts' checksums, or none.
    private static Sha256Digest? Sha256(string? base64, ChecksumType? type) =>
        type is null || type == ChecksumType.FULL_OBJECT ? Sha256Digest.OfBase64(base64) : null;

    private static void Describe(MetadataCollection metadata, ContentMetadata content)
    {
        foreach (var (name, value) in content.User ?? new Dictionary<string, string>())
            metadata[name] = value;
    }

    private static Dictionary<string, string>? UserMetadata(MetadataCollection metadata)
    {
        Dictionary<string, string>? user = null;
        foreach (var key in metadata.Keys)
        {
            if (!key.StartsWith(MetadataPrefix + OwnMetadata, StringComparison.Ordinal))
                (user ??= [])[key[MetadataPrefix.Length..]] = metadata[key];
        }

        return user;
    }

    private static string? Text(string? value) => value is { Length: > 0 } ? value : null;

    // Some servers keep what was meant for them alone.
    private static string? ContentEncoding(string? value) => Text(string.Join(
        ", ", (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(coding => coding != "aws-chunked")));

    /// <summary>What a conditional write has stored that was sent again because its reply was lost; <c>null</c> where it has stored nothing.</summary>
    private async Task<PutResult?> FindWriteAsync(ObjectKey key, string id, CancellationToken cancellation)
    {
        var found = await FindAsync(new GetObjectMetadataRequest { Key = key.Value }, cancellation);
        return found?.Metadata[WriteId] == id ? new PutResult(found.ETag, RequestId: null) : null;
    }

    /// <summary>What is known of an object of the bucket; <c>null</c> where there is none.</summary>
    private async Task<GetObjectMetadataResponse?> FindAsync(GetObjectMetadataRequest request, CancellationToken cancellation)
    {
        request.BucketName = _bucket;
        try
        {
            return await _client.Value.GetObjectMetadataAsync(request, cancellation);
        }
        catch (AmazonServiceException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static TimeSpan TimeOf(PutContent content) =>
        content.Stream.CanSeek ? TimeOf(content.Length) : UploadTimeout + content.Arrival;

    private static TimeSpan TimeOf(long bytes) => CallTimeout + TimeSpan.FromSeconds((double)bytes / SlowestBytesPerSecond);

    private Task<T> CallAsync<T>(TimeSpan timeout, Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        AwsCall.RunAsync("S3", () => _credentials.Value, timeout, call, cancellation);

    // Not every server quotes it in the body of a response.
    private static string Quoted(string etag) => $"\"{etag.Trim('"')}\"";

    private static string? SingleRange(string? text) =>
        RangeHeaderValue.TryParse(text, out var range) && range is { Unit.Value: "bytes", Ranges.Count: 1 } ? range.ToString() : null;

    // Of a write: the object is not, or while it was written no longer was, what the condition says
    // (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
    private static bool IsChanged(AmazonS3Exception exception, bool isConditional) =>
        isConditional && (exception.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict
            || (exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode == "NoSuchKey"));

    // Of a 304. Not every server tells, as RFC 9110, 15.4.5 wants it; a single tag that was asked for is the one that matched.
    private static string? ETag(AmazonS3Exception exception, ReadConditions conditions) =>
        (exception.InnerException as HttpErrorResponseException)?.Response.GetHeaderValue("ETag") is { Length: > 0 } etag ? etag
        : EntityTagHeaderValue.TryParse(conditions.IfNoneMatch, out var asked) && asked is { IsWeak: false, Tag.Value: not "*" } ? asked.Tag.Value
        : null;
}
