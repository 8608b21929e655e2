namespace NvDemo.Core.Files;

/// <summary>Reads a body of unknown length, up to a limit.</summary>
internal static class BoundedBody
{
    private const int Chunk = 64 * 1024;

    /// <summary>The whole body, or <c>null</c> as soon as it turns out to be longer than the limit.</summary>
    public static async Task<MemoryStream?> ReadAsync(Stream body, long limit, CancellationToken cancellation)
    {
        var whole = new MemoryStream();
        var chunk = new byte[Chunk];
        while (true)
        {
            var read = await body.ReadAsync(chunk, cancellation);
            if (read == 0)
            {
                whole.Position = 0;
                return whole;
            }

            if (whole.Length + read > limit)
                return null;
            whole.Write(chunk, 0, read);
        }
    }
}
