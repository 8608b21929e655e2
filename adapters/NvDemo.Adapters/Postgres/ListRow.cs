using Npgsql;
using NvDemo.Core.Index;

namespace NvDemo.Adapters.Postgres;

/// <summary>The row of a list that a reader is at. Its texts are copied as they come, which is UTF-8: strings of them would only be encoded again.</summary>
internal sealed class ListRow(NpgsqlDataReader reader)
{
    private byte[] _room = new byte[2048];
    private int _used;

    /// <summary>Appends a copy of it.</summary>
    public void AddTo(ListItems items)
    {
        _used = 0;
        var key = Text(0);
        items.Add(reader.IsDBNull(1)
            ? new ListItem { Key = key }
            : new ListItem
            {
                Key = key,
                DateAdded = reader.GetDateTime(1),
                Size = reader.IsDBNull(2) ? null : reader.GetInt64(2),
                ContentType = reader.IsDBNull(3) ? [] : Text(3),
                ETag = reader.IsDBNull(4) ? [] : Text(4),
            });
    }

    private ReadOnlySpan<byte> Text(int column)
    {
        var length = (int)reader.GetBytes(column, 0, _room, _used, _room.Length - _used);
        if (length == _room.Length - _used)
        {
            // It may be longer. What has been read of the row stays where it is.
            length = (int)reader.GetBytes(column, 0, null, 0, 0);
            (_room, _used) = (new byte[Math.Max(_room.Length, 2 * length)], 0);
            reader.GetBytes(column, 0, _room, 0, length);
        }

        _used += length;
        return _room.AsSpan(_used - length, length);
    }
}
