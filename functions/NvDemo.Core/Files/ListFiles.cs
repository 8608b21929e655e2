using NvDemo.Core.Http;
using NvDemo.Core.Index;

namespace NvDemo.Core.Files;

/// <summary><c>GET /api/list</c> and <c>GET /</c>: a page of the list, from the cache where it is current.</summary>
public sealed class ListFiles(FileCatalog catalog, IListCache cache, ServiceOptions options, TimeProvider clock)
{
    private readonly CacheAllowance _allowance = new(clock);
    private readonly PageLookups _lookups = new(cache);
    private readonly PageReads _reads = new(clock);
    private readonly string _url = options.PublicUrl.AbsoluteUri + "api/list";

    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var query = ListQuery.Parse(request.Query);
        query = query.WithPrefix(request.Prefixes.OfList(query.Prefix));
        if (!request.Prefixes.Contain(query.Prefix))
            return Problem.OutsidePrefixes(request.Prefixes);

        // Pages hold public URLs, so two deployments with different ones must not share them.
        var name = $"{options.PublicUrl}|{query.Limit}|{(query.IsFolded ? "/" : "")}|{query.After?.Encode()}|{query.Prefix}";
        var conditions = Preconditions.Of(request);
        if (!conditions.IsEmpty && await _lookups.FindTagAsync(name, cancellation) is { } current && Refused(conditions, current) is { } early)
            return early;

        var page = await GetPageAsync(name, query, request.Principal?.Username ?? "", cancellation);
        if (!conditions.IsEmpty && Refused(conditions, page.Tag) is { } refused)
        {
            page.Dispose();
            return refused;
        }

        var response = Response.Of(200, MediaTypes.Json, page.Json, page);
        response.Afterwards = page.Afterwards;
        if (page.NextCursor is { } next)
            response.With("Link", $"<{_url}{query.ToUrlParameters(next)}>; rel=\"next\"");
        return Validated(response, page.Tag);
    }

    private static Response? Refused(Preconditions conditions, string tag) => conditions.Evaluate(new Validators($"\"{tag}\"", null)) switch
    {
        PreconditionResult.NotModified => Validated(new Response(304), tag),
        PreconditionResult.Failed => Problem.PreconditionFailed(),
        _ => null,
    };

    private static Response Validated(Response response, string tag) =>
        response.With("ETag", $"\"{tag}\"").With("Cache-Control", "private, no-cache");

    private async Task<ListPage> GetPageAsync(string name, ListQuery query, string client, CancellationToken cancellation)
    {
        var (generation, cached) = await _lookups.FindAsync(name, cancellation);
        var outcome = cached is not null ? ServiceMetrics.CacheHits
            : generation is not null ? ServiceMetrics.CacheMisses
            : ServiceMetrics.CacheBypasses;
        outcome.Add(1);
        return cached ?? await _reads.ReadAsync(name, generation, () => ReadAsync(name, query, generation, client), cancellation);
    }

    /// <summary>
    /// Reads a page, and caches it. It may be cached only if its cursor, where it has one, is of an item that is listed: made-up cursors are
    /// without number.
    /// </summary>
    private async Task<ListPage> ReadAsync(string name, ListQuery query, string? generation, string client)
    {
        using var items = await catalog.ListAsync(query with { IncludesCursor = true }, query.Limit + 1, CancellationToken.None);
        var isKnown = items.Count > 0 && query.After?.Names(items[0]) is true;
        var start = isKnown ? 1 : 0;
        var isLast = items.Count - start <= query.Limit;
        var page = ListPage.Create(items, start, isLast ? items.Count - start : query.Limit, isLast, query.IsByKey, options);
        if (generation is not null && (isKnown || query.After is null) && _allowance.Take(client, name))
        {
            var region = isLast ? query.Region() : query.Region(items[items.Count - 1]);
            page.Afterwards = cache.SetAsync(name, generation, region, page.Tag, page.Content, CancellationToken.None).AsTask();
        }

        return page;
    }
}
