using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using NvDemo.Core.Files;
using NvDemo.Core.Health;
using NvDemo.Core.Http;
using NvDemo.Core.Security;

using static NvDemo.Core.Composition.ResponseHeaders;
using static NvDemo.Core.Http.RouteParameter;
using static NvDemo.Core.Http.RouteResponse;

namespace NvDemo.Core.Composition;

/// <summary>The route table of both clouds. A new route is a new element here; its handler gets what its constructor asks for.</summary>
internal static partial class Routes
{
    private static readonly RouteResponse NoSuchFile = Problem(404, "There is no such file.");
    private static readonly RouteResponse SeveralFiles = Problem(409, "Several files have the name; the body has their keys.");
    private static readonly RouteResponse SeveralFilesOrArchived = Problem(409, "Several files have the name (the body has their keys), or the file is archived.");
    private static readonly RouteResponse NotTheState = Problem(412, "A condition of the request does not hold.");

    private static readonly RouteParameter OwnMetadata = Header("Nv-Meta-*", "What else there is to say of the file; it is kept and sent with it.");
    private static readonly RouteParameter PresignedLifetime = Query("expires_in", "For how many seconds at most the URL is good.");
    private static readonly RouteParameter SavedAs = Query("download", "Has browsers save the file by this name; empty: by its own.");

    private static readonly RouteParameter[] ListParameters =
    [
        Query("limit", "The most files of a page, 1 to 1000; 500 by default."),
        Query("prefix", "What the keys of the files begin with; for a client that is confined to prefixes one inside them, by default its only one."),
        Query("delimiter", "Only a slash: what has another one after the prefix is folded into one item for each folder."),
        Query("cursor", "Where the page begins: from the Link header of the page before."),
        Header("If-None-Match", "Does not send a page that has one of these entity tags."),
        Header("If-Match", "Sends only a page that has one of these entity tags."),
    ];

    private static readonly RouteResponse[] ListResponses =
    [
        Json(200, "FileList", "A page of the list; the Link header leads to the next one.").With(ETag, NextPage),
        new RouteResponse(304, "The client's copy is current.").With(ETag),
        Problem(400, "A parameter is out of bounds."),
        NotTheState,
    ];

    public static IReadOnlyList<Route> Create(IServiceProvider services)
    {
        var list = Handler<ListFiles>();
        var presign = Handler<PresignFile>();
        return
        [
            new("list-files-at-root", "GET", "/", Scopes.Read, list.HandleAsync) { Parameters = ListParameters, Responses = ListResponses },
            new("list-files", "GET", "/api/list", Scopes.Read, list.HandleAsync) { Parameters = ListParameters, Responses = ListResponses },
            new("health", "GET", "/health", Scopes.None, Handler<HealthCheck>().HandleAsync)
            {
                Responses =
                [
                    Json(200, "Health", "All is well, or only the cache is out."),
                    Json(503, "Health", "The database or the bucket is out.").With(RetryAfter),
                ],
            },
            new("upload-file", "PUT", "/api/upload/{key}", Scopes.Write, Handler<UploadFile>().HandleAsync)
            {
                Body = new("*/*"),
                Parameters =
                [
                    Header("Content-Type", "The file's media type; by default that of the extension."),
                    Header("Content-Encoding", "How the file is encoded, such as gzip; it is kept so."),
                    Header("Content-Language", "The file's language."),
                    Header("Content-Disposition", "How browsers show the file, and the name that they save it by."),
                    Header("Content-Digest", "Checksums of the body (RFC 9530): sha-256, sha-512."),
                    Header("Repr-Digest", "The same of the file."),
                    Header("Content-MD5", "The same by MD5; API Gateway may drop it."),
                    Header("x-amz-checksum-crc32", "The same as S3 has it; also crc32c, crc64nvme, sha1, sha256."),
                    Header("If-Match", "Replaces only a file that has one of these entity tags; *: any file."),
                    Header("If-None-Match", "Replaces no file that has one of these entity tags; *: none at all."),
                    Header("If-Unmodified-Since", "Replaces no file that is newer."),
                    OwnMetadata,
                ],
                Responses =
                [
                    Json(200, "Message", "The file is stored and listed.").With(ETag, FileLocation),
                    Json(202, "Message", "The file is stored, and will be listed when the index is back.").With(ETag, FileLocation, Pending),
                    NotTheState,
                    Problem(413, "The file is over the limit of direct uploads; the detail says where it goes."),
                ],
            },
            new("upload-form", "POST", "/api/upload/{key}", Scopes.Write, Handler<UploadForm>().HandleAsync)
            {
                Body = new("multipart/form-data"),
                Parameters = [Header("If-None-Match", "*: replaces no file.")],
                Responses =
                [
                    Json(200, "FormFiles", "A status for each file of the form."),
                    Problem(413, "The form is over the limit of direct uploads."),
                ],
            },
            new("presign-download", "GET", "/api/download_presigned/{key}", Scopes.Read, presign.HandleDownloadAsync)
            {
                TakesNames = true,
                Parameters = [PresignedLifetime, SavedAs],
                Responses = [Json(200, "PresignedUrl", "A URL to GET the file from."), NoSuchFile, SeveralFiles],
            },
            new("presign-upload", "GET", "/api/upload_presigned/{key}", Scopes.Write, presign.HandleUploadAsync)
            {
                Parameters =
                [
                    PresignedLifetime,
                    Query("size", "The size in bytes that the file must have, up to 5 GiB."),
                    Query("content_type", "The media type that it must be sent with."),
                    Query("sha256", "The SHA-256 that it must have, in hexadecimal digits or Base64."),
                    Header("If-None-Match", "*: the URL replaces no file."),
                ],
                Responses = [Json(200, "PresignedUrl", "A URL to PUT the file to, and the headers that must be sent with it.")],
            },
            .. Multipart(services),
            .. Tus(services),
            .. Copies(services),
            .. Browser(services),
            // What the host adds has a path of its own, which must not be taken for a file's.
            .. services.GetServices<Route>(),
            new("download-file", "GET", "/{key}", Scopes.Read, Handler<DownloadFile>().HandleAsync)
            {
                TakesNames = true,
                Parameters =
                [
                    SavedAs,
                    Header("Range", "One range of bytes."),
                    Header("If-Range", "Sends the range only of the file that has this entity tag."),
                    Header("If-Match", "Sends only a file that has one of these entity tags; *: any file."),
                    Header("If-None-Match", "Does not send a file that has one of these entity tags."),
                    Header("If-Modified-Since", "Does not send a file that is older."),
                    Header("If-Unmodified-Since", "Does not send a file that is newer."),
                ],
                Responses =
                [
                    new RouteResponse(200, "The file.", "*/*").With(FileHeaders),
                    new RouteResponse(206, "The range of it.", "*/*").With(FileHeaders).With(ContentRange),
                    new RouteResponse(302, "The file is over the limit of direct downloads: a URL to GET it from.").With(BucketLocation, FullSize),
                    new RouteResponse(304, "The client's copy is current.").With(ETag with { IsAlways = false }),
                    NoSuchFile,
                    SeveralFilesOrArchived,
                    NotTheState,
                    Problem(416, "The range begins after the end of the file.").With(ContentRange with { IsAlways = false }),
                ],
            },
            new("delete-file", "DELETE", "/{key}", Scopes.Delete, Handler<DeleteFile>().HandleAsync)
            {
                Parameters =
                [
                    Header("If-Match", "Deletes only a file that has one of these entity tags; *: any file."),
                    Header("If-None-Match", "Deletes no file that has one of these entity tags."),
                    Header("If-Unmodified-Since", "Deletes no file that is newer."),
                ],
                Responses = [new RouteResponse(204, "There is no such file any more.").With(Undeletable), NoSuchFile, NotTheState],
            },
        ];

        T Handler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
            where T : class => Routes.Handler<T>(services);
    }

    private static T Handler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(IServiceProvider services)
        where T : class => ActivatorUtilities.CreateInstance<T>(services);
}
