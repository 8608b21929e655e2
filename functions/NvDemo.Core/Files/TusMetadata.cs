using System.Text;
using NvDemo.Core.Http;

namespace NvDemo.Core.Files;

/// <summary><c>Upload-Metadata</c>: pairs of a name and a value in Base64, separated by commas. Values are text here.</summary>
internal static class TusMetadata
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidInputException">It is malformed.</exception>
    public static Dictionary<string, string> Of(Request request)
    {
        var values = new Dictionary<string, string>();
        foreach (var pair in (request.Header("Upload-Metadata") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split(' ', 2, StringSplitOptions.TrimEntries);

            // The header is sent back as it came.
            if (parts[0].Any(c => c is <= ' ' or > '~'))
                throw new InvalidInputException("Upload-Metadata must have names of visible ASCII characters.");
            if (!values.TryAdd(parts[0], parts.Length == 2 ? Decode(parts[0], parts[1]) : ""))
                throw new InvalidInputException($"Upload-Metadata must have {parts[0]} once.");
        }

        return values;
    }

    private static string Decode(string name, string base64)
    {
        try
        {
            return StrictUtf8.GetString(Convert.FromBase64String(base64));
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            throw new InvalidInputException($"Upload-Metadata must have the value of {name} in UTF-8 and Base64.");
        }
    }
}
