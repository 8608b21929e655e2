using Microsoft.Net.Http.Headers;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>The <c>Content-Disposition</c> of a file that a client asks for by <c>?download=name</c>: browsers save it by that name (RFC 6266).</summary>
internal static class Attachment
{
    /// <summary>It; <c>null</c> where the client does not ask. Without a name the file's own is taken.</summary>
    /// <exception cref="InvalidInputException">The name has a control character.</exception>
    public static string? Of(Request request, ObjectKey key)
    {
        if (!request.Query.TryGetValue("download", out var name))
            return null;
        if (name.Any(char.IsControl))
            throw new InvalidInputException("download must be a file name without control characters.");
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name.Length > 0 ? name : key.Filename);
        return disposition.ToString();
    }
}
