namespace NvDemo.Core.Storage;

/// <summary>A URL that carries its own authorization.</summary>
/// <param name="ExpiresIn">How long it is good for: never longer than the credentials that signed it.</param>
public sealed record PresignedUrl(string Url, TimeSpan ExpiresIn);

/// <summary>A URL to <c>PUT</c> content to.</summary>
/// <param name="Url">The URL.</param>
/// <param name="Headers">The headers that must be sent with the content, as they are.</param>
public sealed record PresignedUpload(PresignedUrl Url, IReadOnlyDictionary<string, string> Headers);

/// <summary>What a presigned URL permits to read.</summary>
public enum PresignedVerb
{
    Get,

    Head,
}
