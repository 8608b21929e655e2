namespace NvDemo.Core.Storage;

/// <summary>What a file's content is, as it is stored beside it and sent with it (RFC 9110, 8.3 to 8.5; RFC 6266).</summary>
/// <param name="Type"><c>Content-Type</c>; <c>null</c> where the object has none.</param>
/// <param name="Encoding"><c>Content-Encoding</c>, without <c>aws-chunked</c>, which is not the content's but S3's protocol.</param>
/// <param name="Language"><c>Content-Language</c>.</param>
/// <param name="Disposition"><c>Content-Disposition</c>.</param>
/// <param name="User">What clients say of it themselves, by name in lower case; <c>null</c> where they say nothing.</param>
public sealed record ContentMetadata(
    string? Type,
    string? Encoding = null,
    string? Language = null,
    string? Disposition = null,
    IReadOnlyDictionary<string, string>? User = null);
