using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NvDemo.Core.Http;
using NvDemo.Core.Index;

namespace NvDemo.Core.Files;

/// <summary>
/// A finished page of the list. Its content is what the cache keeps: the JSON array, a line feed, the cursor of the next page. It holds a
/// buffer, and is to be disposed by each who holds it.
/// </summary>
internal sealed class ListPage : ISharedResult
{
    private readonly PageBuffer _buffer;
    private readonly int _lineEnd;

    private ListPage(PageBuffer buffer, ReadOnlyMemory<byte> content, string tag)
    {
        (_buffer, Content, Tag) = (buffer, content, tag);
        _lineEnd = content.Span.LastIndexOf((byte)'\n');
    }

    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Its entity tag, without quotes: a hash of the content, and so the same on both clouds.</summary>
    public string Tag { get; }

    public ReadOnlyMemory<byte> Json => Content[.._lineEnd];

    /// <summary>The next page's cursor; <c>null</c> on the last page.</summary>
    public string? NextCursor => _lineEnd + 1 == Content.Length ? null : Encoding.ASCII.GetString(Content.Span[(_lineEnd + 1)..]);

    /// <summary>What is done with it when it has been read; a host that freezes between requests waits for it.</summary>
    public Task Afterwards { get; set; } = Task.CompletedTask;

    /// <summary>A page as the cache has it; <c>null</c> for what is none.</summary>
    public static ListPage? Of(CachedPage cached)
    {
        if (cached.Buffer is not { } buffer)
            return null;
        if (cached.Content.Span.Contains((byte)'\n'))
            return new ListPage(buffer, cached.Content, cached.Tag!);
        buffer.Dispose();
        return null;
    }

    /// <summary>Writes a page: as many of the items as fit into <see cref="ServiceOptions.MaxPayload"/>.</summary>
    /// <param name="items">The items.</param>
    /// <param name="start">The first of them.</param>
    /// <param name="most">How many.</param>
    /// <param name="isLast">Whether nothing follows them.</param>
    /// <param name="isByKey">Whether they are ordered by key.</param>
    /// <param name="options">The bucket's name and the public URL.</param>
    public static ListPage Create(ListItems items, int start, int most, bool isLast, bool isByKey, ServiceOptions options)
    {
        var buffer = new PageBuffer();
        var (count, length) = (0, 1);
        using (var json = new Utf8JsonWriter(buffer, JsonBytes.Options))
        {
            var writer = new ListItemWriter(json, options);
            json.WriteStartArray();
            while (count < most)
            {
                writer.Write(items[start + count]);

                // With the bracket that ends the array.
                if (json.BytesCommitted + json.BytesPending + 1 > ServiceOptions.MaxPayload)
                    break;
                (count, length) = (count + 1, (int)(json.BytesCommitted + json.BytesPending));
            }

            json.Flush();
        }

        buffer.Length = length;
        buffer.Write("]\n"u8);
        if (!isLast || count < most)
            buffer.Write(Encoding.ASCII.GetBytes(ListCursor.After(items[start + count - 1], isByKey).Encode()));

        return new ListPage(buffer, buffer.Written, Convert.ToHexStringLower(SHA256.HashData(buffer.Written.Span).AsSpan(0, 16)));
    }

    /// <inheritdoc/>
    public void Hold(int holders) => _buffer.Hold(holders);

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}
