using NvDemo.Core.Files;
using NvDemo.Core.Http;
using NvDemo.Core.Security;

using static NvDemo.Core.Http.RouteParameter;
using static NvDemo.Core.Http.RouteResponse;

namespace NvDemo.Core.Composition;

/// <summary>Uploads by TUS.</summary>
internal static partial class Routes
{
    private static readonly RouteParameter TusVersion = Header("Tus-Resumable", "1.0.0.");
    private static readonly RouteParameter TusChecksums = Header("Upload-Checksum", "A checksum of the body: sha1, md5, sha256 or crc32, and its value in Base64.");
    private static readonly RouteResponse OtherTusVersion = Problem(412, "Tus-Resumable is missing, or another version.");
    private static readonly RouteResponse NotAChunk = Problem(415, "The body is not application/offset+octet-stream.");
    private static readonly RouteResponse OtherChecksum = Problem(460, "The body is not what its checksum says: nothing is stored.");

    private static Route[] Tus(IServiceProvider services) =>
    [
        new("describe-tus", "OPTIONS", TusProtocol.Path, Scopes.None, TusOptions.HandleAsync)
        {
            Responses = [new(204, "The versions and extensions of TUS, in headers.")],
        },
        new("create-tus-upload", "POST", TusProtocol.Path, Scopes.Write, TusProtocol.Speaking(Handler<CreateTusUpload>(services).HandleAsync))
        {
            Parameters =
            [
                TusVersion,
                Header("Upload-Length", "The file's size in bytes."),
                Header("Upload-Metadata", "filename, the file's key, and perhaps filetype, its media type, each in Base64."),
                TusChecksums,
            ],
            Responses =
            [
                new(201, "The upload has begun; Location is its own."),
                OtherTusVersion,
                Problem(413, "The file is over Tus-Max-Size, or the body over the limit; the detail says what to do."),
                NotAChunk,
                OtherChecksum,
            ],
        },
        new("show-tus-upload", "HEAD", TusProtocol.Path + "{id}", Scopes.Write, TusProtocol.Speaking(Handler<ShowTusUpload>(services).HandleAsync))
        {
            Parameters = [TusVersion],
            Responses = [new(200, "How far it is: Upload-Offset."), NoSuchUpload, OtherTusVersion],
        },
        new("append-to-tus-upload", "PATCH", TusProtocol.Path + "{id}", Scopes.Write, TusProtocol.Speaking(Handler<AppendToTusUpload>(services).HandleAsync))
        {
            Body = new("application/offset+octet-stream"),
            Parameters = [TusVersion, Header("Upload-Offset", "How many bytes have been stored."), TusChecksums],
            Responses =
            [
                new(204, "The body is stored."),
                NoSuchUpload,
                Problem(409, "The upload has another offset; nothing is stored."),
                OtherTusVersion,
                Problem(413, "The body is over the limit, or has more than is to come."),
                NotAChunk,
                OtherChecksum,
            ],
        },
        new("remove-tus-upload", "DELETE", TusProtocol.Path + "{id}", Scopes.Write, TusProtocol.Speaking(Handler<RemoveTusUpload>(services).HandleAsync))
        {
            Parameters = [TusVersion],
            Responses = [new(204, "There is no such upload any more."), NoSuchUpload, OtherTusVersion],
        },
    ];
}
