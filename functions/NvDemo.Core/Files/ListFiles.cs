using System.Collections.Concurrent;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary><c>GET /api/list</c> and <c>GET /</c>: a page of the list, from the cache where it is current.</summary>
public sealed class ListFiles(FileCatalog catalog, IListCache cache, ServiceOptions options, TimeProvider clock)
{
    private readonly CacheAllowance _allowance = new(clock);
    private readonly ConcurrentDictionary<(string Page, string Generation), Lazy<Task<ListPage>>> _reads = new();

    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var query = Within(request.Prefixes, ListQuery.Parse(request.Query));
        if (!request.Prefixes.Contain(query.Prefix))
            return Problem.OutsidePrefixes(request.Prefixes);
        var page = await GetPageAsync(query, request.Principal?.Username ?? "", cancellation);
        var response = Response.Of(200, MediaTypes.Json, page.Json);
        if (page.NextCursor is { } next)
            response.With("Link", $"<{new Uri(options.PublicUrl, "api/list" + query.ToUrlParameters(next)).AbsoluteUri}>; rel=\"next\"");
        return response.With("Cache-Control", "private, no-cache");
    }

    /// <summary>Without a prefix the caller means its only one.</summary>
    private static ListQuery Within(KeyPrefixes prefixes, ListQuery query) => (query.Prefix, prefixes.Values) switch
    {
        ("", [var only]) => query with { Prefix = only },
        ("", [_, ..]) => throw new InvalidInputException($"The prefix is missing: the credentials permit only keys that begin with {prefixes}."),
        _ => query,
    };

    private async Task<ListPage> GetPageAsync(ListQuery query, string client, CancellationToken cancellation)
    {
        // Pages hold public URLs, so two deployments with different ones must not share them.
        var name = $"{options.PublicUrl}|{query.Limit}|{query.After?.Encode()}|{query.Prefix}";
        var (generation, content) = await cache.GetAsync(name, cancellation);
        if (content is { } bytes && ListPage.Read(bytes) is { } known)
            return known;
        if (generation is null)
            return (await ReadAsync(query, cancellation)).Page;

        // One read at a time for a page of a generation: a reader may join only a read that began under the generation it has seen,
        // or it could miss a change that was acknowledged before it came. The read goes on if the reader that began it leaves.
        var read = _reads.GetOrAdd(
            (name, generation), id => new Lazy<Task<ListPage>>(() => ReadAndStoreAsync(id.Page, id.Generation, query, client)));
        return await read.Value.WaitAsync(cancellation);
    }

    private async Task<ListPage> ReadAndStoreAsync(string name, string generation, ListQuery query, string client)
    {
        try
        {
            var (page, isStorable) = await ReadAsync(query, CancellationToken.None);
            if (isStorable && _allowance.Take(client, name))
                _ = cache.SetAsync(name, generation, page.Bytes, CancellationToken.None).AsTask();
            return page;
        }
        finally
        {
            _reads.TryRemove((name, generation), out _);
        }
    }

    /// <summary>
    /// Reads a page. It may be cached only if its cursor, where it has one, is of a file that is listed: made-up cursors are without number.
    /// </summary>
    private async Task<(ListPage Page, bool IsStorable)> ReadAsync(ListQuery query, CancellationToken cancellation)
    {
        var files = await catalog.ListAsync(query with { IncludesCursor = true }, query.Limit + 1, cancellation);
        var isFirst = query.After is null;
        var isKnown = files.Count > 0 && query.After?.Names(files[0]) is true;
        var (start, count) = isKnown ? (1, files.Count - 1) : (0, files.Count);
        var page = ListPage.Create(
            [.. files.Skip(start).Take(query.Limit)], count <= query.Limit, options.Bucket, options.PublicUrl);
        return (page, isFirst || isKnown);
    }
}
