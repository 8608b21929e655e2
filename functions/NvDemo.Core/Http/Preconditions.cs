using Microsoft.Net.Http.Headers;

namespace NvDemo.Core.Http;

/// <summary>The conditions of a request, and what they come to in the order of RFC 9110, 13.2.2.</summary>
public sealed class Preconditions
{
    private readonly bool _isRead;
    private readonly IList<EntityTagHeaderValue>? _ifMatch;
    private readonly IList<EntityTagHeaderValue>? _ifNoneMatch;
    private readonly DateTimeOffset? _ifUnmodifiedSince;
    private readonly DateTimeOffset? _ifModifiedSince;

    private Preconditions(Request request)
    {
        _isRead = request.Method is "GET" or "HEAD";
        _ifMatch = Tags(request, "If-Match");
        _ifNoneMatch = Tags(request, "If-None-Match");

        // RFC 9110, 13.1.3 and 13.1.4: dates do not count beside tags, nor where they are malformed.
        _ifUnmodifiedSince = _ifMatch is null ? Date(request, "If-Unmodified-Since") : null;
        _ifModifiedSince = _ifNoneMatch is null && _isRead ? Date(request, "If-Modified-Since") : null;
    }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _ifMatch is null && _ifNoneMatch is null && _ifUnmodifiedSince is null && _ifModifiedSince is null;

    /// <summary>The tag, quoted, where the only condition is <c>If-Match</c> with one strong tag; else <c>null</c>.</summary>
    public string? OnlyIfMatch => _ifNoneMatch is null && _ifModifiedSince is null ? SingleStrong(_ifMatch) : null;

    /// <summary>The tag, quoted, where the only condition is <c>If-None-Match</c> with one strong tag; else <c>null</c>.</summary>
    public string? OnlyIfNoneMatch => _ifMatch is null && _ifUnmodifiedSince is null ? SingleStrong(_ifNoneMatch) : null;

    /// <summary>Whether the only condition is <c>If-None-Match: *</c>.</summary>
    public bool IsOnlyIfNew => _ifMatch is null && _ifUnmodifiedSince is null && _ifNoneMatch is [var tag] && tag.Equals(EntityTagHeaderValue.Any);

    /// <summary>Whether one of them is <c>If-None-Match</c>.</summary>
    public bool HasIfNoneMatch => _ifNoneMatch is not null;

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidInputException">A header of entity tags is malformed.</exception>
    public static Preconditions Of(Request request) => new(request);

    /// <summary>Refuses a request that has any, where nothing can hold them.</summary>
    /// <param name="request">The request.</param>
    /// <param name="what">What it asks for, at the beginning of a sentence.</param>
    /// <exception cref="InvalidInputException">It has some.</exception>
    public static void Refuse(Request request, string what)
    {
        if (!Of(request).IsEmpty)
            throw new InvalidInputException($"{what} can't depend on conditions.");
    }

    /// <summary>What they come to.</summary>
    /// <param name="current">What the file has now; <c>null</c> where there is none.</param>
    public PreconditionResult Evaluate(Validators? current) => Evaluate(current, current);

    /// <summary>What they come to of a request that takes one file and writes another.</summary>
    /// <param name="source">What <c>If-Match</c> and <c>If-Unmodified-Since</c> are about; <c>null</c> where there is none.</param>
    /// <param name="target">What <c>If-None-Match</c> is about; <c>null</c> where there is none.</param>
    public PreconditionResult Evaluate(Validators? source, Validators? target)
    {
        if (_ifMatch is not null)
        {
            if (source is null || !_ifMatch.Any(tag => Matches(tag, source, strongly: true)))
                return PreconditionResult.Failed;
        }
        else if (source?.LastModified > _ifUnmodifiedSince)
        {
            return PreconditionResult.Failed;
        }

        if (_ifNoneMatch is not null)
        {
            if (target is not null && _ifNoneMatch.Any(tag => Matches(tag, target, strongly: false)))
                return _isRead ? PreconditionResult.NotModified : PreconditionResult.Failed;
        }
        else if (target?.LastModified <= _ifModifiedSince)
        {
            return PreconditionResult.NotModified;
        }

        return PreconditionResult.Passed;
    }

    private static bool Matches(EntityTagHeaderValue tag, Validators current, bool strongly) =>
        tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(EntityTagHeaderValue.Parse(current.ETag), strongly);

    private static string? SingleStrong(IList<EntityTagHeaderValue>? tags) =>
        tags is [{ IsWeak: false } tag] && !tag.Equals(EntityTagHeaderValue.Any) ? tag.Tag.Value : null;

    private static IList<EntityTagHeaderValue>? Tags(Request request, string name)
    {
        if (request.Header(name) is not { } text)
            return null;
        return EntityTagHeaderValue.TryParseStrictList([text], out var tags) && tags.Count > 0
            && (tags.Count == 1 || !tags.Contains(EntityTagHeaderValue.Any))
            ? tags
            : throw new InvalidInputException($"{name} must be * or entity tags in double quotes, separated by commas.");
    }

    // In any of the three forms (RFC 9110, 5.6.7).
    private static DateTimeOffset? Date(Request request, string name) =>
        HeaderUtilities.TryParseDate(request.Header(name), out var date) ? date : null;
}
