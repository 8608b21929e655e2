using NvDemo.Core.Http;
using NvDemo.Core.Ports;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>GET /api/download_presigned/{key}</c> and <c>GET /api/upload_presigned/{key}</c>: URLs with which a client talks to S3 itself, for
/// files of any size.
/// </summary>
public sealed class PresignFile(IObjectStore store, FileLookup lookup, ServiceOptions options)
{
    /// <summary>A URL to download a file that exists.</summary>
    public Task<Reply> HandleDownloadAsync(Request request, string key, CancellationToken cancellation) =>
        lookup.AnswerAsync(
            key,
            target => store.HeadAsync(target, ReadConditions.None, cancellation),
            (target, _) => AnswerAsync(target, PresignedVerb.Get, cancellation),
            cancellation);

    /// <summary>A URL to upload a file.</summary>
    public Task<Reply> HandleUploadAsync(Request request, string key, CancellationToken cancellation) =>
        AnswerAsync(ObjectKey.FromClientForWriting(key), PresignedVerb.Put, cancellation);

    private async Task<Reply> AnswerAsync(ObjectKey key, PresignedVerb verb, CancellationToken cancellation)
    {
        var presigned = await store.PresignAsync(key, verb, options.PresignLifetime, cancellation);
        return Reply.Of(200, MediaTypes.Json, JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("url", presigned.Url);
            json.WriteString("method", verb == PresignedVerb.Put ? "PUT" : "GET");
            json.WriteNumber("expires_in", (long)presigned.ExpiresIn.TotalSeconds);
            json.WriteEndObject();
        })).With("Cache-Control", "private, no-store");
    }
}
