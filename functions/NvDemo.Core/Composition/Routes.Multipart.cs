using NvDemo.Core.Files;
using NvDemo.Core.Http;
using NvDemo.Core.Security;

using static NvDemo.Core.Composition.ResponseHeaders;
using static NvDemo.Core.Http.RouteParameter;
using static NvDemo.Core.Http.RouteResponse;

namespace NvDemo.Core.Composition;

/// <summary>Uploads in parts.</summary>
internal static partial class Routes
{
    private static readonly RouteResponse NoSuchUpload = Problem(404, "There is no such upload, or it has expired.");
    private static readonly RouteParameter UploadId = Query("upload_id", "The upload, as its beginning named it.") with { IsRequired = true };

    private static Route[] Multipart(IServiceProvider services) =>
    [
        new("list-uploads", "GET", "/api/multipart", Scopes.Write, Handler<ListMultipart>(services).HandleAsync)
        {
            Parameters = [Query("prefix", "What the keys begin with."), Query("cursor", "Where the page begins: next of the page before.")],
            Responses = [Json(200, "Uploads", "The uploads in parts that are in progress.")],
        },
        new("begin-upload", "POST", "/api/multipart/{key}", Scopes.Write, Handler<BeginMultipart>(services).HandleAsync)
        {
            Body = RouteBody.Json("NewUpload"),
            Parameters = [OwnMetadata],
            Responses = [Json(201, "BegunUpload", "The upload has begun; URLs to PUT its first parts to.").With(UploadLocation)],
        },
        new("resume-upload", "GET", "/api/multipart/{key}", Scopes.Write, Handler<ResumeMultipart>(services).HandleAsync)
        {
            Parameters =
            [
                UploadId,
                Query("from", "The number of the first part."),
                Query("limit", "How many parts, 1 to 500."),
            ],
            Responses = [Json(200, "ResumedUpload", "The parts that are stored, and URLs for the others."), NoSuchUpload],
        },
        new("complete-upload", "PUT", "/api/multipart/{key}", Scopes.Write, Handler<CompleteMultipart>(services).HandleAsync)
        {
            Body = RouteBody.Json("CompletedParts"),
            Parameters =
            [
                UploadId,
                Header("If-None-Match", "*: replaces no file."),
                Header("If-Match", "Replaces only a file that has this entity tag."),
            ],
            Responses =
            [
                Json(200, "Message", "The file is stored and listed.").With(ETag, FileLocation),
                Json(202, "Message", "The file is stored, and will be listed when the index is back.").With(ETag, FileLocation, Pending),
                NoSuchUpload,
                Problem(409, "What is there now was stored or deleted after the upload had begun, and is newer."),
                NotTheState,
            ],
        },
        new("abort-upload", "DELETE", "/api/multipart/{key}", Scopes.Write, Handler<AbortMultipart>(services).HandleAsync)
        {
            Parameters = [UploadId],
            Responses = [new(204, "There is no such upload any more.")],
        },
    ];
}
