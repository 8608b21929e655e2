using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>GET /api/download_presigned/{key}</c> and <c>GET /api/upload_presigned/{key}</c>: URLs with which a client talks to S3 itself, for
/// files of any size.
/// </summary>
public sealed class PresignFile(IObjectStore store, FileLookup lookup, ServiceOptions options)
{
    /// <summary>A URL to download a file that exists.</summary>
    public async Task<Response> HandleDownloadAsync(Request request, CancellationToken cancellation)
    {
        var key = ObjectKey.FromClient(request.RouteValue);
        // What is outside the caller's prefixes can only be a name.
        var read = request.Prefixes.Contain(key.Value) ? await store.HeadAsync(key, cancellation) : new ReadResult.Missing();
        if (read is ReadResult.Missing && await lookup.FindAsync(key, request.Prefixes, cancellation) is { Count: > 0 } named)
        {
            if (named.Count > 1)
                return FileLookup.Ambiguous(key, named);
            key = named[0];
            read = await store.HeadAsync(key, cancellation);
        }

        return read is ReadResult.Found found
            ? await AnswerAsync(key, PresignedVerb.Get, InertTypes.Disposition(found.Metadata), cancellation)
            : FileLookup.Missing();
    }

    public Task<Response> HandleUploadAsync(Request request, CancellationToken cancellation) =>
        AnswerAsync(ObjectKey.FromClient(request.RouteValue), PresignedVerb.Put, disposition: null, cancellation);

    private async Task<Response> AnswerAsync(ObjectKey key, PresignedVerb verb, string? disposition, CancellationToken cancellation)
    {
        var presigned = await store.PresignAsync(key, verb, options.PresignLifetime, disposition, cancellation);
        return Response.Of(200, MediaTypes.Json, JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("url", presigned.Url);
            json.WriteString("method", verb == PresignedVerb.Put ? "PUT" : "GET");
            json.WriteNumber("expires_in", (long)presigned.ExpiresIn.TotalSeconds);
            json.WriteEndObject();
        })).With("Cache-Control", "private, no-store");
    }
}
