using System.Text.Json;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>The URLs of an upload's parts, a few hundred at a time: with a session's token each has two kilobytes.</summary>
internal sealed class MultipartUrls(IMultipartStore store, ServiceOptions options)
{
    /// <summary>The most of a response.</summary>
    public const int Limit = 500;

    /// <summary>Writes <c>parts</c> and <c>expires_in</c>.</summary>
    public async Task WriteAsync(Utf8JsonWriter json, MultipartUpload upload, IEnumerable<int> numbers, CancellationToken cancellation)
    {
        var expiresIn = options.PresignLifetime;
        json.WriteStartArray("parts");
        foreach (var number in numbers)
        {
            var presigned = await store.PresignPartAsync(upload.Key, upload.StoreId, number, options.PresignLifetime, cancellation);
            expiresIn = presigned.ExpiresIn < expiresIn ? presigned.ExpiresIn : expiresIn;
            json.WriteStartObject();
            json.WriteNumber("number", number);
            json.WriteString("url", presigned.Url);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("expires_in", (long)expiresIn.TotalSeconds);
    }
}
