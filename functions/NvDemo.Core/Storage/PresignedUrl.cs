namespace NvDemo.Core.Storage;

/// <summary>A URL that carries its own authorization.</summary>
/// <param name="ExpiresIn">How long it is good for: never longer than the credentials that signed it.</param>
public sealed record PresignedUrl(string Url, TimeSpan ExpiresIn);

/// <summary>What a presigned URL permits.</summary>
public enum PresignedVerb
{
    Get,

    Head,

    Put,
}
