using NvDemo.Core.Files;
using NvDemo.Core.Http;
using NvDemo.Core.Security;

using static NvDemo.Core.Composition.ResponseHeaders;
using static NvDemo.Core.Http.RouteParameter;
using static NvDemo.Core.Http.RouteResponse;

namespace NvDemo.Core.Composition;

/// <summary>Uploads by TUS.</summary>
internal static partial class Routes
{
    private static readonly RouteParameter TusVersion = Header("Tus-Resumable", "1.0.0.") with { IsRequired = true };
    private static readonly RouteParameter TusChecksums = Header("Upload-Checksum", "A checksum of the body: sha1, md5, sha256 or crc32, and its value in Base64.");
    private static readonly ResponseHeader SpokenVersion = new("Tus-Resumable", "1.0.0.");
    private static readonly ResponseHeader TusVersions = new("Tus-Version", "The versions of TUS that are spoken.");
    private static readonly ResponseHeader UploadOffset = new("Upload-Offset", "How many bytes have been stored.");
    private static readonly ResponseHeader UploadExpires = new("Upload-Expires", "When the upload is given up.");
    private static readonly ResponseHeader PendingFile = Pending with { IsAlways = false };
    private static readonly RouteResponse Malformed = Problem(400, "A header is missing, or malformed; the detail says which.").With(SpokenVersion);
    private static readonly RouteResponse NoSuchTusUpload = Problem(404, "There is no such upload, or it has expired.").With(SpokenVersion);
    private static readonly RouteResponse OtherTusVersion = Problem(412, "Tus-Resumable is missing, or another version.").With(SpokenVersion, TusVersions);
    private static readonly RouteResponse Newer = Problem(409, "What is there now was stored or deleted after the upload had begun, and is newer.").With(SpokenVersion);
    private static readonly RouteResponse OtherOffset = Problem(409, "The upload has another offset, and nothing is stored; or what is there now is newer than the whole upload.").With(SpokenVersion);
    private static readonly RouteResponse TooLong = Problem(413, "The body is over the limit, or has more than is to come.").With(SpokenVersion);
    private static readonly RouteResponse NotAChunk = Problem(415, "The body is not application/offset+octet-stream.").With(SpokenVersion);
    private static readonly RouteResponse OtherChecksum = Problem(460, "The body is not what its checksum says: nothing is stored.").With(SpokenVersion);

    private static readonly RouteResponse[] NotAppended = [Malformed, NoSuchTusUpload, OtherOffset, OtherTusVersion, TooLong, NotAChunk, OtherChecksum];

    private static readonly ResponseHeader[] TusAbilities =
    [
        TusVersions,
        new("Allow", "The methods of the path."),
        new("Tus-Extension", "The extensions that are spoken."),
        new("Tus-Max-Size", "The largest file in bytes."),
        new("Tus-Checksum-Algorithm", "What a checksum may be made by."),
    ];

    private static readonly ResponseHeader[] TusStanding =
    [
        SpokenVersion,
        UploadOffset,
        UploadExpires,
        PendingFile,
        new("Upload-Length", "The file's size in bytes."),
        new("Upload-Metadata", "What the upload was begun with.", IsAlways: false),
    ];

    private static Route[] Tus(IServiceProvider services)
    {
        var show = TusProtocol.Speaking(Handler<ShowTusUpload>(services).HandleAsync);
        var append = TusProtocol.Speaking(Handler<AppendToTusUpload>(services).HandleAsync);
        var remove = TusProtocol.Speaking(Handler<RemoveTusUpload>(services).HandleAsync);
        return
        [
            new("describe-tus", "OPTIONS", TusProtocol.Path, Scopes.None, TusOptions.HandleAsync)
            {
                Responses = [new RouteResponse(204, "The versions and extensions of TUS, in headers.").With(TusAbilities)],
            },
            new("create-tus-upload", "POST", TusProtocol.Path, Scopes.Write, TusProtocol.Speaking(Handler<CreateTusUpload>(services).HandleAsync))
            {
                Parameters =
                [
                    TusVersion,
                    Header("Upload-Length", "The file's size in bytes.") with { IsRequired = true },
                    Header("Upload-Metadata", "filename, the file's key, and perhaps filetype, its media type, each in Base64.") with { IsRequired = true },
                    TusChecksums,
                ],
                Responses =
                [
                    new RouteResponse(201, "The upload has begun; Location is its own.").With(SpokenVersion, UploadLocation, UploadOffset, UploadExpires, PendingFile),
                    Malformed,
                    Problem(403, "The credentials are wrong, or do not permit the file's key.").With(SpokenVersion),
                    NoSuchTusUpload,
                    Newer,
                    OtherTusVersion,
                    Problem(413, "The file is over Tus-Max-Size, or the body over the limit; the detail says what to do.").With(SpokenVersion),
                    NotAChunk,
                    OtherChecksum,
                ],
            },
            new("show-tus-upload", "HEAD", TusProtocol.Path + "{id}", Scopes.Write, show)
            {
                Parameters = [TusVersion],
                Responses = [new RouteResponse(200, "How far it is: Upload-Offset.").With(TusStanding), Malformed, NoSuchTusUpload, Newer, OtherTusVersion],
            },
            new("append-to-tus-upload", "PATCH", TusProtocol.Path + "{id}", Scopes.Write, append)
            {
                Body = new("application/offset+octet-stream"),
                Parameters = [TusVersion, Header("Upload-Offset", "How many bytes have been stored.") with { IsRequired = true }, TusChecksums],
                Responses =
                [
                    new RouteResponse(204, "The body is stored.").With(SpokenVersion, UploadOffset, UploadExpires, PendingFile),
                    .. NotAppended,
                ],
            },
            new("remove-tus-upload", "DELETE", TusProtocol.Path + "{id}", Scopes.Write, remove)
            {
                Parameters = [TusVersion],
                Responses = [new RouteResponse(204, "There is no such upload any more.").With(SpokenVersion), Malformed, NoSuchTusUpload, OtherTusVersion],
            },
            new("use-tus-upload", "POST", TusProtocol.Path + "{id}", Scopes.Write, TusProtocol.Overriding(show, append, remove))
            {
                Body = new("application/offset+octet-stream"),
                Parameters =
                [
                    TusVersion,
                    Header(TusProtocol.Method, "HEAD, PATCH or DELETE, for clients that can't send them: the request is taken for it.") with { IsRequired = true },
                    Header("Upload-Offset", "How many bytes have been stored."),
                    TusChecksums,
                ],
                Responses =
                [
                    new RouteResponse(200, "As of HEAD.").With(TusStanding),
                    new RouteResponse(204, "As of PATCH, or DELETE.").With(
                        SpokenVersion, UploadOffset with { IsAlways = false }, UploadExpires with { IsAlways = false }, PendingFile),
                    .. NotAppended,
                ],
            },
        ];
    }
}
