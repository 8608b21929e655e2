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
        if (!request.Prefixes.Contain(key.Value) || !await ExistsAsync(key, cancellation))
        {
            var named = await lookup.FindAsync(key, request.Prefixes, cancellation);
            if (named.Count > 1)
                return FileLookup.Ambiguous(key, named);
            if (named.Count == 0 || !await ExistsAsync(named[0], cancellation))
                return FileLookup.Missing();
            key = named[0];
        }

        return await AnswerAsync(key, PresignedVerb.Get, cancellation);
    }

    public Task<Response> HandleUploadAsync(Request request, CancellationToken cancellation) =>
        AnswerAsync(ObjectKey.FromClient(request.RouteValue), PresignedVerb.Put, cancellation);

    private async Task<bool> ExistsAsync(ObjectKey key, CancellationToken cancellation) =>
        await store.HeadAsync(key, cancellation) is not ReadResult.Missing;

    private async Task<Response> AnswerAsync(ObjectKey key, PresignedVerb verb, CancellationToken cancellation)
    {
        var presigned = await store.PresignAsync(key, verb, options.PresignLifetime, cancellation);
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
