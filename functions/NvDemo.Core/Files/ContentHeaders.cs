using System.Net.Http.Headers;
using Microsoft.AspNetCore.StaticFiles;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>The headers that say what a file's content is: from an upload into storage, and from there to its readers.</summary>
internal static class ContentHeaders
{
    // What curl adds to --data-binary by itself.
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>What the client names; a type that it does not name is the extension's.</summary>
    /// <exception cref="InvalidInputException">A header is malformed; the message names it.</exception>
    public static ContentMetadata Of(Request request, ObjectKey key) => new(
        TypeOf(request.Header("Content-Type"), key), ContentEncoding(request), ContentLanguage(request), ContentDisposition(request),
        UserMetadata.Of(request));

    /// <summary>Sets the headers, but for what others have stored that can't be sent.</summary>
    public static Response With(this Response response, ContentMetadata metadata) => response
        .With("Content-Type", Sendable(metadata.Type) ?? MediaTypes.OctetStream)
        .With("Content-Encoding", Sendable(metadata.Encoding))
        .With("Content-Language", Sendable(metadata.Language))
        .With("Content-Disposition", Sendable(metadata.Disposition))
        .With(metadata.User);

    /// <summary>The media type that a client names, else that of the extension.</summary>
    /// <exception cref="InvalidInputException">It is malformed.</exception>
    public static string TypeOf(string? named, ObjectKey key)
    {
        if (named is not { Length: > 0 })
            return OfExtension(key);
        if (!IsSendable(named)
            || !(MediaTypeHeaderValue.TryParse(named, out var type) || MediaTypeHeaderValue.TryParse(named = WithoutEmptyParameters(named), out type)))
        {
            throw new InvalidInputException("The Content-Type must be a media type, such as text/plain, in printable ASCII.");
        }

        return Form.Equals(type.MediaType, StringComparison.OrdinalIgnoreCase) ? OfExtension(key) : named;
    }

    private static string OfExtension(ObjectKey key) => Types.TryGetContentType(key.Filename, out var type) ? type : MediaTypes.OctetStream;

    private static string? ContentEncoding(Request request)
    {
        if (request.Header("Content-Encoding") is not { } text)
            return null;
        string[] codings = [.. Items(text).Where(coding => coding != "aws-chunked")];
        return Tokens("Content-Encoding", codings);
    }

    private static string? ContentLanguage(Request request) =>
        request.Header("Content-Language") is { } text ? Tokens("Content-Language", Items(text)) : null;

    private static string? ContentDisposition(Request request)
    {
        if (request.Header("Content-Disposition") is not { Length: > 0 } text)
            return null;
        return IsSendable(text) && ContentDispositionHeaderValue.TryParse(text, out _)
            ? text
            : throw new InvalidInputException(
                "The Content-Disposition must be as RFC 6266 has it, such as attachment; filename=\"report.pdf\", in printable ASCII (filename*= for other characters).");
    }

    private static string? Tokens(string header, string[] items)
    {
        if (!items.All(item => item.All(IsTokenCharacter)))
            throw new InvalidInputException($"{header} must be words, separated by commas.");
        return items.Length > 0 ? string.Join(", ", items) : null;
    }

    private static string[] Items(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // RFC 9110, 5.6.6: parameters may be left out between their semicolons, which parsers do not know.
    private static string WithoutEmptyParameters(string type) =>
        string.Join(';', type.Split(';').Where((part, i) => i == 0 || !string.IsNullOrWhiteSpace(part)));

    private static string? Sendable(string? value) => value is not null && IsSendable(value) ? value : null;

    private static bool IsSendable(string value) => value.All(character => character is >= ' ' and <= '~');

    // RFC 9110, 5.6.2.
    private static bool IsTokenCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal);
}
