using System.Diagnostics;
using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Model;
using NvDemo.Core;

namespace NvDemo.Adapters.S3;

/// <summary>
/// The SDK's client, with a span for each call, retries included (https://opentelemetry.io/docs/specs/semconv/object-stores/s3/): outermost in
/// its pipeline, so that nothing is missing.
/// </summary>
internal sealed class TracedS3Client(AWSCredentials credentials, AmazonS3Config config) : AmazonS3Client(credentials, config)
{
    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandler(new Spans());
    }

    private sealed class Spans : PipelineHandler
    {
        private const string Service = "S3", RequestSuffix = "Request";

        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext) =>
            ServiceTraces.StartCall(Service) is { } span ? InvokeAsync<T>(executionContext, span) : base.InvokeAsync<T>(executionContext);

        private async Task<T> InvokeAsync<T>(IExecutionContext executionContext, Activity started)
            where T : AmazonWebServiceResponse, new()
        {
            using var span = started;
            Describe(span, executionContext.RequestContext.OriginalRequest);
            try
            {
                var response = await base.InvokeAsync<T>(executionContext);
                span.SetTag("aws.request_id", response.ResponseMetadata?.RequestId);
                span.SetTag("http.response.status_code", (int)response.HttpStatusCode);
                return response;
            }
            catch (AmazonServiceException e) when (e.StatusCode != 0)
            {
                span.SetTag("aws.request_id", e.RequestId);
                span.SetTag("http.response.status_code", (int)e.StatusCode);
                // An answer that was asked for: 304.
                if ((int)e.StatusCode >= 400)
                    span.Fail(e.ErrorCode is { Length: > 0 } code ? code : ((int)e.StatusCode).ToString(CultureInfo.InvariantCulture));
                throw;
            }
            catch (Exception e)
            {
                span.Fail(e);
                throw;
            }
        }

        private static void Describe(Activity span, AmazonWebServiceRequest request)
        {
            var type = request.GetType().Name;
            var method = type.EndsWith(RequestSuffix, StringComparison.Ordinal) ? type[..^RequestSuffix.Length] : type;
            // The SDK's names of these are not S3's.
            if (request is GetObjectMetadataRequest)
                method = "HeadObject";
            else if (request is ListVersionsRequest)
                method = "ListObjectVersions";
            span.DisplayName = $"{Service}.{method}";
            span.SetTag("rpc.system", "aws-api");
            span.SetTag("rpc.service", Service);
            span.SetTag("rpc.method", method);
            var (bucket, key) = Target(request);
            span.SetTag("aws.s3.bucket", bucket);
            span.SetTag("aws.s3.key", key);
        }

        private static (string? Bucket, string? Key) Target(AmazonWebServiceRequest request) => request switch
        {
            GetObjectRequest get => (get.BucketName, get.Key),
            GetObjectMetadataRequest head => (head.BucketName, head.Key),
            PutObjectRequest put => (put.BucketName, put.Key),
            DeleteObjectRequest delete => (delete.BucketName, delete.Key),
            CopyObjectRequest copy => (copy.DestinationBucket, copy.DestinationKey),
            InitiateMultipartUploadRequest begin => (begin.BucketName, begin.Key),
            UploadPartRequest part => (part.BucketName, part.Key),
            CopyPartRequest part => (part.DestinationBucket, part.DestinationKey),
            ListPartsRequest list => (list.BucketName, list.Key),
            CompleteMultipartUploadRequest complete => (complete.BucketName, complete.Key),
            AbortMultipartUploadRequest abort => (abort.BucketName, abort.Key),
            DeleteObjectsRequest delete => (delete.BucketName, null),
            ListObjectsV2Request list => (list.BucketName, null),
            ListVersionsRequest list => (list.BucketName, list.Prefix),
            HeadBucketRequest head => (head.BucketName, null),
            _ => (null, null),
        };
    }
}
