using NvDemo.Core.Http;

namespace NvDemo.Core.Files;

/// <summary>What clients say of a file in headers of their own, <c>Nv-Meta-*</c>: kept with it, and sent with it again.</summary>
internal static class UserMetadata
{
    public const string Prefix = "Nv-Meta-";

    // S3 takes 2 KB (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html), of which the service needs some itself.
    private const int MaxBytes = 1536;

    // Names that the service gives itself.
    private const string Reserved = "nv-";

    /// <summary>By name in lower case; <c>null</c> where there is none.</summary>
    /// <exception cref="InvalidInputException">A name or a value can't be kept, or they are too long; the message names it.</exception>
    public static Dictionary<string, string>? Of(Request request)
    {
        Dictionary<string, string>? metadata = null;
        var bytes = 0;
        foreach (var (header, value) in request.Headers)
        {
            if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                continue;
            var name = header[Prefix.Length..].ToLowerInvariant();
            if (name.Length == 0 || name.StartsWith(Reserved, StringComparison.Ordinal) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
                throw new InvalidInputException($"{header}: a name of metadata has letters, digits and hyphens, and does not begin with {Reserved}.");
            if (!IsKept(value))
                throw new InvalidInputException($"{header} must have a value in printable ASCII.");
            bytes += name.Length + value.Length;
            (metadata ??= [])[name] = value;
        }

        return bytes <= MaxBytes
            ? metadata
            : throw new InvalidInputException($"{Prefix}* has {bytes} bytes of names and values; at most {MaxBytes} are kept.");
    }

    /// <summary>Sets the headers, but for what others have stored that can't be sent.</summary>
    public static Response With(this Response response, IReadOnlyDictionary<string, string>? metadata)
    {
        foreach (var (name, value) in metadata ?? new Dictionary<string, string>())
        {
            if (IsKept(value))
                response.With(Prefix + name, value);
        }

        return response;
    }

    // S3 refuses none, and sends it again without spaces around it.
    private static bool IsKept(string value) =>
        value.Length > 0 && value.All(character => character is >= ' ' and <= '~') && value.Trim().Length == value.Length;
}
