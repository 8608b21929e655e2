using System.Globalization;

namespace NvDemo.Cli;

/// <summary>A file of the service as <c>HEAD</c> tells it.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="ETag">Its entity tag, without quotes; <c>null</c> of a large file.</param>
/// <param name="Digest">Its <c>Repr-Digest</c> (RFC 9530), where it is told.</param>
internal sealed record StoredFile(long Size, string? ETag, string? Digest)
{
    /// <summary>Whether another one has the same content, as far as can be told.</summary>
    public bool IsAs(StoredFile other) => (ETag is not null && ETag == other.ETag) || (Digest is not null && Digest == other.Digest);

    /// <summary>A file; <c>null</c> where there is none.</summary>
    public static async Task<StoredFile?> FindAsync(Service service, string key, CancellationToken cancellation)
    {
        try
        {
            using var response = await service.SendAsync(HttpMethod.Head, Service.Path("", key), null, cancellation);
            return new StoredFile(
                long.Parse(Header("Nv-Size")!, CultureInfo.InvariantCulture), response.Headers.ETag?.Tag.Trim('"'), Header("Repr-Digest"));

            string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
        }
        catch (ServiceException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
