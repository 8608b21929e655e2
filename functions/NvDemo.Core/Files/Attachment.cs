using Microsoft.Net.Http.Headers;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>The <c>Content-Disposition</c> of a file that a client asks for by <c>?download=name</c>: browsers save it by that name (RFC 6266).</summary>
internal static class Attachment
{
    /// <summary>The name that a client asks for, empty for the file's own; <c>null</c> where it does not ask.</summary>
    /// <exception cref="InvalidInputException">The name has a control character.</exception>
    public static string? Name(Request request)
    {
        var name = request.Query.GetValueOrDefault("download");
        return name?.Any(char.IsControl) is true
            ? throw new InvalidInputException("download must be a file name without control characters.")
            : name;
    }

    /// <summary>The header for a name; <c>null</c> without one.</summary>
    public static string? Of(string? name, ObjectKey key)
    {
        if (name is null)
            return null;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name.Length > 0 ? name : key.Filename);
        return disposition.ToString();
    }
}
