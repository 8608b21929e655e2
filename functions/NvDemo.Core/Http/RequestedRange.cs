using Microsoft.Net.Http.Headers;

namespace NvDemo.Core.Http;

/// <summary>The range of a file that a <c>GET</c> asks for (RFC 9110, 14.2 and 13.1.5).</summary>
/// <param name="Range"><c>Range</c> as it was sent; a malformed one is ignored.</param>
/// <param name="IfRange">The validator that the file must have for it; <c>null</c> where there is no range to depend on it.</param>
public sealed record RequestedRange(string? Range, string? IfRange)
{
    /// <exception cref="InvalidInputException">A header was sent twice, or <c>If-Range</c> is no validator.</exception>
    public static RequestedRange Of(Request request)
    {
        // If-Range without it is ignored, whatever it is.
        if (request.Header("Range") is not { } range)
            return new RequestedRange(null, null);

        // A ranges-specifier has one '='; in a list it is the next header line's.
        if (range.Split(',').Skip(1).Any(part => part.Contains('=')))
            throw new InvalidInputException("Range must be sent once.");
        var ifRange = request.Header("If-Range");
        if (ifRange is not null && !EntityTagHeaderValue.TryParse(ifRange, out _) && !HeaderUtilities.TryParseDate(ifRange, out _))
            throw new InvalidInputException("If-Range must be one entity tag in double quotes, or a date.");
        return new RequestedRange(range, ifRange);
    }
}
