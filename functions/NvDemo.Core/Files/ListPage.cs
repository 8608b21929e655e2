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

    public static ListPage Create(IReadOnlyList<ListItem> files, ListCursor? next, string bucket, Uri publicUrl)
    {
        var json = JsonBytes.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var file in files)
            {
                writer.WriteStartObject();
                writer.WriteString("filename", file.Key.Filename);
                writer.WriteString("prefix_path", file.Key.Value);
                writer.WriteString("s3_bucket", bucket);
                writer.WriteString("url", new Uri(publicUrl, file.Key.EscapedPath).AbsoluteUri);
                writer.WriteString("date_added", file.DateAdded.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                if (file.Size is { } size)
                    writer.WriteNumber("size", size);
                else
                    writer.WriteNull("size");
                writer.WriteString("content_type", file.ContentType);
                writer.WriteString("etag", file.ETag);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
        byte[] bytes = [.. Encoding.ASCII.GetBytes(next?.Encode() ?? ""), (byte)'\n', .. json.Span];
        return new ListPage(bytes);
    }
}
