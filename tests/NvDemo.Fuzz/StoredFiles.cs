using NvDemo.Fuzz.Grammar;
using NvDemo.Fuzz.Http;

namespace NvDemo.Fuzz;

/// <summary>What a cloud has acknowledged and must now serve: content by the path in <c>Location</c>.</summary>
internal sealed class StoredFiles
{
    private readonly Dictionary<string, byte[]> _contents = [];

    public IReadOnlyDictionary<string, byte[]> Contents => _contents;

    /// <summary>Takes note of what a reply acknowledges.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">Its path, as this cloud got it.</param>
    /// <param name="reply">The reply.</param>
    public void Learn(RequestTemplate request, string path, RawReply reply)
    {
        if (request.Method is not ("PUT" or "DELETE" or "POST" or "PATCH") || reply.Status is >= 300 and < 500)
            return;
        if (request.Method == "PUT" && reply.Status == 200 && request.Content is { } content && reply.Header("Location") is { } location)
            _contents[location] = content;
        else if (request.IsPlainPath && reply.Status > 0)
            Forget(path);
        else
            _contents.Clear();
    }

    // Also what failed with a 5xx: it may have been done.
    private void Forget(string path)
    {
        var key = Uri.UnescapeDataString(path.StartsWith("/api/upload/", StringComparison.Ordinal) ? path["/api/upload".Length..] : path);
        foreach (var location in _contents.Keys.Where(location => Uri.UnescapeDataString(location) == key).ToList())
            _contents.Remove(location);
    }
}
