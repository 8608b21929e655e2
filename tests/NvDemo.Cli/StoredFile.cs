using System.Text.Json;

namespace NvDemo.Cli;

/// <summary>A file of the service as a list has it.</summary>
/// <param name="Size">In bytes, where the service knows it.</param>
/// <param name="ETag">Its entity tag, without quotes, likewise.</param>
/// <param name="Sha256">Its SHA-256 in hexadecimal digits, likewise.</param>
internal sealed record StoredFile(long? Size, string? ETag, string? Sha256)
{
    /// <summary>Whether another one has the same content, as far as can be told.</summary>
    public bool IsAs(StoredFile other) => (ETag is not null && ETag == other.ETag) || (Sha256 is not null && Sha256 == other.Sha256);

    /// <summary>A file; <c>null</c> where there is none, and where no cloud has a list at the moment.</summary>
    public static async Task<StoredFile?> TryFindAsync(Service service, string key, CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(service, key, cancellation);
        }
        catch (ServiceException)
        {
            return null;
        }
    }

    /// <summary>A file; <c>null</c> where there is none.</summary>
    /// <exception cref="ServiceException">No cloud has a list at the moment.</exception>
    public static async Task<StoredFile?> FindAsync(Service service, string key, CancellationToken cancellation)
    {
        // What begins with a key comes after it.
        var list = await service.AskAsync(HttpMethod.Get, $"api/list?limit=1&prefix={Uri.EscapeDataString(key)}", null, cancellation, TimeSpan.Zero);
        if (list.EnumerateArray().FirstOrDefault() is not { ValueKind: JsonValueKind.Object } file || file.GetProperty("prefix_path").GetString() != key)
            return null;
        var size = file.GetProperty("size");
        return new StoredFile(
            size.ValueKind == JsonValueKind.Number ? size.GetInt64() : null, file.GetProperty("etag").GetString(), file.GetProperty("sha256").GetString());
    }
}
