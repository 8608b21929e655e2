using System.Globalization;
using System.Text;
using NvDemo.Core.Http;
using NvDemo.Core.Index;

namespace NvDemo.Core.Files;

/// <summary>
/// A finished page of the list: the cursor of the next one and the JSON array. Its bytes are what the cache keeps: the cursor, a line
/// feed, the JSON.
/// </summary>
internal readonly record struct ListPage(ReadOnlyMemory<byte> Bytes)
{
    private int LineEnd => Bytes.Span.IndexOf((byte)'\n');

    /// <summary>The next page's cursor; <c>null</c> on the last page.</summary>
    public string? NextCursor => LineEnd == 0 ? null : Encoding.ASCII.GetString(Bytes.Span[..LineEnd]);

    public ReadOnlyMemory<byte> Json => Bytes[(LineEnd + 1)..];

    /// <summary>A page as the cache has it; <c>null</c> for what is none.</summary>
    public static ListPage? Read(ReadOnlyMemory<byte> bytes) => new ListPage(bytes) is { LineEnd: >= 0 } page ? page : null;

    /// <summary>Writes a page: as many of the files as fit into <see cref="ServiceOptions.MaxPayload"/>.</summary>
    /// <param name="files">The files.</param>
    /// <param name="isLast">Whether no file follows them.</param>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="publicUrl"><see cref="ServiceOptions.PublicUrl"/>.</param>
    public static ListPage Create(IReadOnlyList<ListItem> files, bool isLast, string bucket, Uri publicUrl)
    {
        var (count, length) = (0, 1L);
        var json = JsonBytes.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var file in files)
            {
                writer.WriteStartObject();
                writer.WriteString("filename", file.Key.Filename);
                writer.WriteString("prefix_path", file.Key.Value);
                writer.WriteString("s3_bucket", bucket);
                writer.WriteString("url", file.Key.IsFetchable ? publicUrl.AbsoluteUri + file.Key.EscapedPath : null);
                writer.WriteString("date_added", file.DateAdded.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                if (file.Size is { } size)
                    writer.WriteNumber("size", size);
                else
                    writer.WriteNull("size");
                writer.WriteString("content_type", file.ContentType);
                writer.WriteString("etag", file.ETag);
                writer.WriteEndObject();

                // With the bracket that ends the array.
                if (writer.BytesCommitted + writer.BytesPending + 1 > ServiceOptions.MaxPayload)
                    break;
                (count, length) = (count + 1, writer.BytesCommitted + writer.BytesPending);
            }

            writer.WriteEndArray();
        });
        var next = isLast && count == files.Count ? null : new ListCursor(files[count - 1].DateAdded, files[count - 1].Key.Value);
        byte[] bytes = [.. Encoding.ASCII.GetBytes(next?.Encode() ?? ""), (byte)'\n', .. json.Span[..(int)length], (byte)']'];
        return new ListPage(bytes);
    }
}
