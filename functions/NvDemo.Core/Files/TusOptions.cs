using System.Globalization;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary><c>OPTIONS /api/tus/</c>: what clients can do here.</summary>
internal static class TusOptions
{
    /// <inheritdoc cref="RequestHandler"/>
    public static Task<Response> HandleAsync(Request request, CancellationToken cancellation) => Task.FromResult(new Response(204)
        .With("Allow", "OPTIONS, POST")
        .With("Tus-Version", TusProtocol.Version)
        .With("Tus-Extension", "creation,creation-with-upload,checksum,termination,expiration")
        .With("Tus-Max-Size", TusUpload.MaxLength.ToString(CultureInfo.InvariantCulture))
        .With("Tus-Checksum-Algorithm", TusChecksum.Names));
}
