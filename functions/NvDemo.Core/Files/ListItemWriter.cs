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
    private static readonly JsonEncodedText Sha256 = JsonEncodedText.Encode("sha256");

    private readonly Utf8JsonWriter _json;
    private readonly JsonEncodedText _bucket;

    // Begins with the public URL; each item's path is written behind it.
    private readonly char[] _url;
    private readonly int _root;

    public ListItemWriter(Utf8JsonWriter json, ServiceOptions options)
    {
        _json = json;
        _bucket = JsonEncodedText.Encode(options.Bucket);
        var root = options.PublicUrl.AbsoluteUri;
        _root = root.Length;
        _url = new char[_root + ObjectKey.MaxEscapedLength];
        root.CopyTo(_url);
    }

    public void Write(in ListItem item)
    {
        _json.WriteStartObject();
        if (item.IsFolder)
            _json.WriteString(Prefix, item.Key.Value);
        else
            WriteFile(item);
        _json.WriteEndObject();
    }

    private void WriteFile(in ListItem file)
    {
        _json.WriteString(Filename, file.Key.Value.AsSpan(file.Key.Value.LastIndexOf('/') + 1));
        _json.WriteString(PrefixPath, file.Key.Value);
        _json.WriteString(Bucket, _bucket);
        if (file.Key.IsFetchable)
            _json.WriteString(Url, _url.AsSpan(0, _root + file.Key.EscapePath(_url.AsSpan(_root))));
        else
            _json.WriteNull(Url);

        // The round-trip form has seven digits of the second; the list has three.
        Span<char> date = stackalloc char[28];
        file.DateAdded.TryFormat(date, out _, "O");
        date[23] = 'Z';
        _json.WriteString(DateAdded, date[..24]);
        if (file.Size is { } size)
            _json.WriteNumber(Size, size);
        else
            _json.WriteNull(Size);
        _json.WriteString(ContentType, file.ContentType);
        _json.WriteString(ETag, file.ETag);
        WriteSha256(file.Sha256);
    }

    private void WriteSha256(Sha256Digest? sha256)
    {
        if (sha256 is null)
        {
            _json.WriteNull(Sha256);
            return;
        }

        Span<byte> bytes = stackalloc byte[Sha256Digest.Size];
        Span<byte> digits = stackalloc byte[2 * Sha256Digest.Size];
        sha256.CopyTo(bytes);
        Convert.TryToHexStringLower(bytes, digits, out _);
        _json.WriteString(Sha256, digits);
    }
}
