using System.Text.Json;

namespace NvDemo.Cli;

/// <summary>A file of the service as a list has it.</summary>
/// <param name="ETag">Its entity tag, without quotes.</param>
/// <param name="Sha256">Its SHA-256 in hexadecimal digits, where the service knows it.</param>
internal sealed record StoredFile(string? ETag, string? Sha256)
{
    /// <summary>A file; <c>null</c> where there is none.</summary>
    public static async Task<StoredFile?> FindAsync(Service service, string key, CancellationToken cancellation)
    {
        // What begins with a key comes after it.
        var list = await service.AskAsync(HttpMethod.Get, $"api/list?limit=1&prefix={Uri.EscapeDataString(key)}", null, cancellation);
        return list.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } file && file.GetProperty("prefix_path").GetString() == key
            ? new StoredFile(file.GetProperty("etag").GetString(), file.GetProperty("sha256").GetString())
            : null;
    }

    /// <summary>Whether another one has the same content, as far as can be told.</summary>
    public bool IsAs(StoredFile other) => (ETag is not null && ETag == other.ETag) || (Sha256 is not null && Sha256 == other.Sha256);
}
