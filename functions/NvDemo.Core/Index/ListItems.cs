using System.Buffers;

namespace NvDemo.Core.Index;

/// <summary>
/// Items of the list in their order. A page has a thousand texts and more, which are only copied from one wire to another: they lie in one
/// buffer of the shared pool, which gets it back when this is disposed.
/// </summary>
/// <param name="capacity">How many items there will be, as far as known.</param>
public sealed class ListItems(int capacity) : IDisposable
{
    private readonly PageBuffer _text = new();
    private readonly List<Row> _rows = new(capacity);
    private int _first;

    public int Count => _rows.Count - _first;

    public ListItem this[int index]
    {
        get
        {
            var row = _rows[_first + index];
            var text = _text.Written.Span[row.Start..];
            return new ListItem
            {
                Key = text[..row.KeyLength],
                DateAdded = row.DateAdded,
                Size = row.Size,
                ContentType = text.Slice(row.KeyLength, row.ContentTypeLength),
                ETag = text.Slice(row.KeyLength + row.ContentTypeLength, row.ETagLength),
            };
        }
    }

    /// <summary>Appends a copy of an item.</summary>
    public void Add(in ListItem item)
    {
        var start = _text.Length;
        _text.Write(item.Key);
        _text.Write(item.ContentType);
        _text.Write(item.ETag);
        _rows.Add(new Row(start, item.Key.Length, item.DateAdded, item.Size, item.ContentType.Length, item.ETag.Length));
    }

    public void RemoveFirst() => _first++;

    public void RemoveLast() => _rows.RemoveAt(_rows.Count - 1);

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private readonly record struct Row(int Start, int KeyLength, DateTime DateAdded, long? Size, int ContentTypeLength, int ETagLength);
}
