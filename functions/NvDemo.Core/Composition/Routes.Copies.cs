using NvDemo.Core.Files;
using NvDemo.Core.Http;
using NvDemo.Core.Security;

using static NvDemo.Core.Composition.ResponseHeaders;
using static NvDemo.Core.Http.RouteParameter;
using static NvDemo.Core.Http.RouteResponse;

namespace NvDemo.Core.Composition;

/// <summary>Copies, moves, deletions of many files, and what brings one back.</summary>
internal static partial class Routes
{
    private static readonly RouteParameter[] CopyParameters =
    [
        Query("to", "The key of the copy.") with { IsRequired = true },
        Query("upload_id", "A copy that has begun: from the Location of the reply before."),
        Query("etag", "The entity tag that its source had then; likewise."),
        Header("If-Match", "Takes only a file that has one of these entity tags; *: any file."),
        Header("If-Unmodified-Since", "Takes no file that is newer."),
        Header("If-None-Match", "Replaces no file that has one of these entity tags; *: none at all."),
    ];

    private static Route[] Copies(IServiceProvider services)
    {
        var copy = Handler<CopyFile>(services);
        return
        [
            new("copy-file", "POST", "/api/copy/{key}", Scopes.Read | Scopes.Write, copy.HandleCopyAsync)
            {
                Parameters = CopyParameters,
                Responses =
                [
                    Json(200, "Message", "The copy has replaced a file, and is listed.").With(ETag, FileLocation),
                    Json(201, "Message", "The copy is a new file, and is listed.").With(ETag, FileLocation),
                    Json(202, "Message", "The copy is stored, and will be listed when the index is back; or it takes longer, and goes on by a POST to Location, which begins with /api/.")
                        .With(FileLocation, ETag with { IsAlways = false }, Pending with { IsAlways = false }),
                    NoSuchFile,
                    Problem(409, "The file is archived, or files change while they are copied."),
                    NotTheState,
                ],
            },
            new("move-file", "POST", "/api/move/{key}", Scopes.All, copy.HandleMoveAsync)
            {
                Parameters = CopyParameters,
                Responses =
                [
                    Json(200, "Message", "The file is moved, has replaced another, and is listed.").With(ETag, FileLocation),
                    Json(201, "Message", "The file is moved and listed.").With(ETag, FileLocation),
                    Json(202, "Message", "The file is moved; the list will show it when the index is back. Or it takes longer, and goes on by a POST to Location, which begins with /api/.")
                        .With(FileLocation, ETag with { IsAlways = false }, Pending with { IsAlways = false }),
                    NoSuchFile,
                    Problem(409, "The file is archived, or has changed since it was copied: both are there."),
                    NotTheState,
                ],
            },
            new("delete-files", "POST", "/api/delete", Scopes.All, Handler<DeleteFiles>(services).HandleAsync)
            {
                Body = RouteBody.Json("Deletion"),
                Parameters =
                [
                    Query("prefix", "Deletes the files whose keys begin so, in place of those that the body names."),
                    Query("cursor", "Where to go on: next of the reply before."),
                ],
                Responses = [Json(200, "Deletions", "A status for each key; of a prefix how many are deleted, and the cursor of the next call.")],
            },
            new("undelete-file", "POST", "/api/undelete/{key}", Scopes.Write, Handler<UndeleteFile>(services).HandleAsync)
            {
                Responses =
                [
                    Json(200, "Message", "The file is there again, and listed.").With(ETag, FileLocation),
                    Json(202, "Message", "The file is there again, and will be listed when the index is back.")
                        .With(FileLocation, ETag with { IsAlways = false }, Pending with { IsAlways = false }),
                    Problem(404, "The bucket keeps no former version of the file."),
                    Problem(409, "There is a file at the key, or the version is archived or too large to be copied."),
                ],
            },
        ];
    }
}
