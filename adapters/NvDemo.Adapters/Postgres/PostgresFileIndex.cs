using Npgsql;
using NpgsqlTypes;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Adapters.Postgres;

/// <summary>The index as a table of Postgres.</summary>
public sealed class PostgresFileIndex(PostgresDatabase database, string bucket) : IFileIndex
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<ListItem>> ListAsync(ListQuery query, int count, CancellationToken cancellation) =>
        database.ExecuteAsync<IReadOnlyList<ListItem>>(
            FileIndexSql.List,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(Time(query.After?.DateAdded ?? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc)));
                parameters.Add(Text(query.After?.Key ?? ""));
                parameters.Add(Text(query.Prefix));
                parameters.Add(new NpgsqlParameter<int> { TypedValue = query.After is null ? count : count + 1 });
            },
            async reader =>
            {
                var files = new List<ListItem>();
                while (await reader.ReadAsync(cancellation))
                {
                    files.Add(new ListItem(
                        ObjectKey.FromBucket(reader.GetString(0)),
                        reader.GetDateTime(1),
                        reader.IsDBNull(2) ? null : reader.GetInt64(2),
                        reader.IsDBNull(3) ? null : reader.GetString(3),
                        reader.IsDBNull(4) ? null : reader.GetString(4)));
                }

                if (query.After is not { } cursor)
                    return files;
                var isListed = files.Count > 0 && cursor.Names(files[0]);
                if (isListed && !query.IncludesCursor)
                    files.RemoveAt(0);
                else if (!isListed && files.Count > count)
                    files.RemoveAt(count);
                return files;
            },
            cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ObjectKey>> FindByFilenameAsync(
        string filename, KeyPrefixes prefixes, int count, CancellationToken cancellation) =>
        database.ExecuteAsync<IReadOnlyList<ObjectKey>>(
            FileIndexSql.Find,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(Text(filename));
                parameters.Add(Array(prefixes.Values, prefix => prefix));
                parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
            },
            async reader =>
            {
                var keys = new List<ObjectKey>();
                while (await reader.ReadAsync(cancellation))
                    keys.Add(ObjectKey.FromBucket(reader.GetString(0)));
                return keys;
            },
            cancellation);

    /// <inheritdoc/>
    public Task RecordAsync(ObjectChange change, CancellationToken cancellation) =>
        database.ExecuteAsync(
            FileIndexSql.Record,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(Text(change.Key.Value));
                parameters.Add(Text(change.Key.Filename));
                parameters.Add(Time(change.Time));
                parameters.Add(new NpgsqlParameter { Value = (object?)change.Size ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
                parameters.Add(Text(change.ContentType));
                parameters.Add(Text(change.ETag));
                parameters.Add(new NpgsqlParameter<bool> { TypedValue = change.IsDelete });
                parameters.Add(Text(change.RequestId));
            },
            AffectedAsync,
            cancellation);

    /// <inheritdoc/>
    public Task ApplyAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation) =>
        database.ExecuteAsync(
            FileIndexSql.Apply,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(Array(changes, change => change.Key.Value));
                parameters.Add(Array(changes, change => change.Key.Filename));
                parameters.Add(Array(changes, change => change.IsDelete));
                parameters.Add(Times(changes, change => change.Time));
                parameters.Add(Array(changes, change => change.Sequencer?.Value));
                parameters.Add(Array(changes, change => change.RequestId));
                parameters.Add(Array(changes, change => change.Size));
                parameters.Add(Array(changes, change => change.ETag));
            },
            AffectedAsync,
            cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IndexEntry>> ReadAsync(string after, int count, CancellationToken cancellation) =>
        database.ExecuteAsync<IReadOnlyList<IndexEntry>>(
            FileIndexSql.Read,
            parameters =>
            {
                parameters.Add(Text(bucket));
                // What follows the part before a U+0000 is the same: the index has no key with one.
                parameters.Add(Text(after.Split('\0')[0]));
                parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
            },
            async reader =>
            {
                var entries = new List<IndexEntry>();
                while (await reader.ReadAsync(cancellation))
                {
                    entries.Add(new IndexEntry(
                        ObjectKey.FromBucket(reader.GetString(0)),
                        reader.GetBoolean(1),
                        reader.IsDBNull(2) ? null : reader.GetInt64(2),
                        reader.IsDBNull(3) ? null : reader.GetString(3),
                        reader.GetInt64(4)));
                }

                return entries;
            },
            cancellation);

    /// <inheritdoc/>
    public Task<int> RepairAsync(IReadOnlyCollection<IndexRepair> repairs, DateTime observed, CancellationToken cancellation) =>
        database.ExecuteAsync(
            FileIndexSql.Repair,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(Array(repairs, repair => repair.Key.Value));
                parameters.Add(Array(repairs, repair => repair.Key.Filename));
                parameters.Add(Array(repairs, repair => repair.Found?.Size));
                parameters.Add(Array(repairs, repair => repair.Found?.ETag));
                parameters.Add(Times(repairs, repair => repair.Found?.LastModified));
                parameters.Add(Array(repairs, repair => repair.Version));
                parameters.Add(Time(observed));
            },
            async reader =>
            {
                await reader.ReadAsync(cancellation);
                return (int)reader.GetInt64(0);
            },
            cancellation);

    /// <inheritdoc/>
    public Task<int> PurgeAsync(DateTime deletedBefore, CancellationToken cancellation) =>
        database.ExecuteAsync(
            FileIndexSql.Purge,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(Time(deletedBefore));
            },
            AffectedAsync,
            cancellation);

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken cancellation) => database.ExecuteAsync("SELECT 1", _ => { }, AffectedAsync, cancellation);

    private static Task<int> AffectedAsync(NpgsqlDataReader reader) => Task.FromResult(reader.RecordsAffected);

    private static NpgsqlParameter<TValue[]> Array<T, TValue>(IReadOnlyCollection<T> items, Func<T, TValue> value) =>
        new() { TypedValue = [.. items.Select(value)] };

    private static NpgsqlParameter<DateTime?[]> Times<T>(IReadOnlyCollection<T> items, Func<T, DateTime?> value) =>
        new() { TypedValue = [.. items.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<DateTime> Time(DateTime value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
