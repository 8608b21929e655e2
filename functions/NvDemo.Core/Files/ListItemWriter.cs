using System.Text;
using System.Text.Json;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>Writes the items of a list as JSON, without making a string of any part of them.</summary>
internal readonly ref struct ListItemWriter
{
    private static readonly JsonEncodedText Prefix = JsonEncodedText.Encode("prefix");
    private static readonly JsonEncodedText Filename = JsonEncodedText.Encode("filename");
    private static readonly JsonEncodedText PrefixPath = JsonEncodedText.Encode("prefix_path");
    private static readonly JsonEncodedText Bucket = JsonEncodedText.Encode("s3_bucket");
    private static readonly JsonEncodedText Url = JsonEncodedText.Encode("url");
    private static readonly JsonEncodedText DateAdded = JsonEncodedText.Encode("date_added");
    private static readonly JsonEncodedText Size = JsonEncodedText.Encode("size");
    private static readonly JsonEncodedText ContentType = JsonEncodedText.Encode("content_type");
    private static readonly JsonEncodedText ETag = JsonEncodedText.Encode("etag");

    private readonly Utf8JsonWriter _json;
    private readonly JsonEncodedText _bucket;

    // Begins with the public URL; each item's path is written behind it.
    private readonly byte[] _url;
    private readonly int _root;

    public ListItemWriter(Utf8JsonWriter json, ServiceOptions options)
    {
        _json = json;
        _bucket = JsonEncodedText.Encode(options.Bucket);
        var root = options.PublicUrl.AbsoluteUri;
        _root = root.Length;
        _url = new byte[_root + ObjectKey.MaxEscapedLength];
        Encoding.ASCII.GetBytes(root, _url);
    }

    public void Write(in ListItem item)
    {
        _json.WriteStartObject();
        if (item.IsFolder)
            _json.WriteString(Prefix, item.Key);
        else
            WriteFile(item);
        _json.WriteEndObject();
    }

    private void WriteFile(in ListItem file)
    {
        _json.WriteString(Filename, file.Key[(file.Key.LastIndexOf((byte)'/') + 1)..]);
        _json.WriteString(PrefixPath, file.Key);
        _json.WriteString(Bucket, _bucket);
        if (ObjectKey.IsFetchableText(file.Key))
            _json.WriteString(Url, _url.AsSpan(0, _root + ObjectKey.EscapePath(file.Key, _url.AsSpan(_root))));
        else
            _json.WriteNull(Url);

        // The round-trip form has seven digits of the second; the list has three.
        Span<byte> date = stackalloc byte[28];
        file.DateAdded.TryFormat(date, out _, "O");
        date[23] = (byte)'Z';
        _json.WriteString(DateAdded, date[..24]);
        if (file.Size is { } size)
            _json.WriteNumber(Size, size);
        else
            _json.WriteNull(Size);
        WriteText(ContentType, file.ContentType);
        WriteText(ETag, file.ETag);
    }

    private void WriteText(JsonEncodedText name, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            _json.WriteNull(name);
        else
            _json.WriteString(name, text);
    }
}
