using Npgsql;
using NpgsqlTypes;
using NvDemo.Core;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Adapters.Postgres;

/// <summary>The index as a table of Postgres.</summary>
public sealed class PostgresFileIndex(PostgresDatabase database, string bucket) : IFileIndex
{
    // In the rows of ApplyTraced.
    private const int TracedPosition = 4;

    // After every key: they have at most 1,024 bytes, and this code point has four.
    private static readonly string AfterAllKeys = string.Concat(Enumerable.Repeat("\U0010FFFF", (ObjectKey.MaxBytes / 4) + 1));

    /// <inheritdoc/>
    public Task<ListItems> ListAsync(ListQuery query, int count, CancellationToken cancellation)
    {
        var rows = query.After is null ? count : count + 1;
        return database.ExecuteAsync(
            query.IsFolded ? FileIndexSql.ListFolded : query.IsByKey ? FileIndexSql.ListByKey : FileIndexSql.ListByDate,
            parameters =>
            {
                parameters.Add(Text(bucket));
                if (query.IsFolded)
                    parameters.Add(Text(query.Prefix));
                if (query.IsByKey)
                {
                    parameters.Add(Text(FirstKey(query)));
                    parameters.Add(Text(ObjectKey.FirstAfter(query.Prefix) ?? AfterAllKeys));
                }
                else
                {
                    parameters.Add(Time(query.After?.DateAdded ?? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc)));
                    parameters.Add(Text(query.After?.Key ?? ""));
                }

                parameters.Add(new NpgsqlParameter<int> { TypedValue = rows });
            },
            async reader =>
            {
                var (items, row) = (new ListItems(rows), new ListRow(reader));
                while (await reader.ReadAsync(cancellation))
                    row.AddTo(items);

                if (query.After is not { } cursor)
                    return items;
                var isListed = items.Count > 0 && cursor.Names(items[0]);
                if (isListed && !query.IncludesCursor)
                    items.RemoveFirst();
                else if (!isListed && items.Count > count)
                    items.RemoveLast();
                return items;
            },
            cancellation);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ObjectKey>> FindByFilenameAsync(
        string filename, KeyPrefixes prefixes, int count, CancellationToken cancellation) =>
        database.ExecuteAsync<IReadOnlyList<ObjectKey>>(
            prefixes.Values.Count == 0 ? FileIndexSql.Find : FileIndexSql.FindInside,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(Text(filename));
                parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
                if (prefixes.Values.Count > 0)
                    parameters.Add(Array(prefixes.Values, prefix => prefix));
            },
            reader => KeysAsync(reader, cancellation),
            cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ListRegion>> RecordAsync(ObjectChange change, CancellationToken cancellation)
    {
        var trace = ServiceTraces.TraceParent;
        return database.ExecuteAsync<IReadOnlyList<ListRegion>>(
            trace is null ? FileIndexSql.Record : FileIndexSql.RecordTraced,
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
                parameters.Add(new NpgsqlParameter { Value = (object?)change.Sha256?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });
                if (trace is not null)
                    parameters.Add(Text(trace));
            },
            async reader =>
            {
                await reader.ReadAsync(cancellation);

                // Whoever applied the report that came first may not have invalidated anything yet, and the client is told now.
                if (reader.GetBoolean(2))
                    return [ListRegion.All];
                var touched = new List<ListRegion>(2);
                AddPlaces(touched, change.Key, reader, 0);
                return touched;
            },
            cancellation);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ListRegion>> RecordAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation)
    {
        var trace = ServiceTraces.TraceParent;
        return database.ExecuteAsync<IReadOnlyList<ListRegion>>(
            trace is null ? FileIndexSql.RecordMany : FileIndexSql.RecordManyTraced,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(Array(changes, change => change.Key.Value));
                parameters.Add(Array(changes, change => change.Key.Filename));
                parameters.Add(Times(changes, change => change.Time));
                parameters.Add(Array(changes, change => change.Size));
                parameters.Add(Array(changes, change => change.ContentType));
                parameters.Add(Array(changes, change => change.ETag));
                parameters.Add(Array(changes, change => change.IsDelete));
                parameters.Add(Array(changes, change => change.RequestId));
                parameters.Add(Array(changes, change => change.Sha256?.ToArray()));
                if (trace is not null)
                    parameters.Add(Text(trace));
            },
            async reader =>
            {
                var (hadComeFirst, touched) = (false, new List<ListRegion>());
                while (await reader.ReadAsync(cancellation))
                {
                    hadComeFirst |= reader.GetBoolean(2);
                    AddPlaces(touched, ObjectKey.FromBucket(reader.GetString(3)), reader, 0);
                }

                return hadComeFirst ? [ListRegion.All] : touched;
            },
            cancellation);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ListRegion>> ApplyAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation) =>
        database.ExecuteAsync<IReadOnlyList<ListRegion>>(
            FileIndexSql.Apply,
            parameters => AddReports(parameters, changes),
            async reader => (await TouchedAsync(reader, cancellation)).Touched,
            cancellation,
            repeated: touched => [.. touched, .. changes.Select(change => Anywhere(change.Key))]);

    /// <inheritdoc/>
    public Task<TracedChanges> ApplyTracedAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation) =>
        database.ExecuteAsync(
            FileIndexSql.ApplyTraced,
            parameters => AddReports(parameters, changes),
            async reader =>
            {
                ObjectChange[] reports = [.. changes];
                var (touched, origins) = (new List<ListRegion>(), new Dictionary<ObjectChange, string>());
                while (await reader.ReadAsync(cancellation))
                {
                    if (reader.IsDBNull(TracedPosition))
                        AddPlaces(touched, ObjectKey.FromBucket(reader.GetString(0)), reader, 1);
                    else
                        origins[reports[reader.GetInt64(TracedPosition) - 1]] = reader.GetString(TracedPosition + 1);
                }

                return new TracedChanges(touched, origins);
            },
            cancellation,
            repeated: applied => applied with { Touched = [.. applied.Touched, .. changes.Select(change => Anywhere(change.Key))] });

    /// <inheritdoc/>
    public Task<IReadOnlyList<ListRegion>> DescribeAsync(IReadOnlyCollection<FileType> types, CancellationToken cancellation) =>
        database.ExecuteAsync(
            FileIndexSql.Describe,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(Array(types, type => type.Key.Value));
                parameters.Add(Array(types, type => type.ETag));
                parameters.Add(Array(types, type => type.ContentType));
                parameters.Add(Array(types, type => type.Sha256?.ToArray()));
            },
            async reader => (await TouchedAsync(reader, cancellation)).Touched,
            cancellation,
            repeated: touched => [.. touched, .. types.Select(type => Anywhere(type.Key))]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ObjectKey>> AddedBeforeAsync(
        IReadOnlyCollection<ListedObject> objects, DateTime time, CancellationToken cancellation) =>
        database.ExecuteAsync<IReadOnlyList<ObjectKey>>(
            FileIndexSql.AddedBefore,
            parameters =>
            {
                parameters.Add(Text(bucket));
                parameters.Add(Array(objects, item => item.Key.Value));
                parameters.Add(Array(objects, item => item.ETag));
                parameters.Add(Time(time));
            },
            reader => KeysAsync(reader, cancellation),
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
                        reader.GetBoolean(4),
                        reader.GetInt64(5)));
                }

                return entries;
            },
            cancellation);

    /// <inheritdoc/>
    public Task<(int Count, IReadOnlyList<ListRegion> Touched)> RepairAsync(
        IReadOnlyCollection<IndexRepair> repairs, DateTime observed, CancellationToken cancellation) =>
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
            reader => TouchedAsync(reader, cancellation),
            cancellation,
            repeated: result => (result.Count, [.. result.Touched, .. repairs.Select(repair => Anywhere(repair.Key))]));

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

    private void AddReports(NpgsqlParameterCollection parameters, IReadOnlyCollection<ObjectChange> changes)
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
    }

    // What lies after a folder comes after all that is in it.
    private static string FirstKey(ListQuery query)
    {
        var first = query.After?.Key ?? "";
        if (!query.IsFolded && first.EndsWith('/'))
            first = ObjectKey.FirstAfter(first)!;
        return ObjectKey.Compare(first, query.Prefix) > 0 ? first : query.Prefix;
    }

    // Of a statement that is repeated the first try may have changed the listing, and only that could tell from where to where.
    private static ListRegion Anywhere(ObjectKey key) => ListRegion.Between(key.Value, key.Value);

    private static async Task<IReadOnlyList<ObjectKey>> KeysAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var keys = new List<ObjectKey>();
        while (await reader.ReadAsync(cancellation))
            keys.Add(ObjectKey.FromBucket(reader.GetString(0)));
        return keys;
    }

    private static async Task<(int Count, IReadOnlyList<ListRegion> Touched)> TouchedAsync(
        NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var (count, touched) = (0, new List<ListRegion>());
        while (await reader.ReadAsync(cancellation))
        {
            count++;
            AddPlaces(touched, ObjectKey.FromBucket(reader.GetString(0)), reader, 1);
        }

        return (count, touched);
    }

    private static void AddPlaces(List<ListRegion> touched, ObjectKey key, NpgsqlDataReader reader, int column)
    {
        for (var i = column; i < column + 2; i++)
        {
            if (!reader.IsDBNull(i))
                touched.Add(ListRegion.At(key, reader.GetDateTime(i)));
        }
    }

    private static Task<int> AffectedAsync(NpgsqlDataReader reader) => Task.FromResult(reader.RecordsAffected);

    private static NpgsqlParameter<TValue[]> Array<T, TValue>(IReadOnlyCollection<T> items, Func<T, TValue> value) =>
        new() { TypedValue = [.. items.Select(value)] };

    private static NpgsqlParameter<DateTime?[]> Times<T>(IReadOnlyCollection<T> items, Func<T, DateTime?> value) =>
        new() { TypedValue = [.. items.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<DateTime> Time(DateTime value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
