namespace NvDemo.Core.Storage;

/// <summary>
/// What a client must send with the content that it <c>PUT</c>s by a presigned URL: headers that the signature covers, so that the store
/// refuses anything else.
/// </summary>
/// <param name="Size">The content's length in bytes; <c>null</c> for any.</param>
/// <param name="ContentType">Its media type; <c>null</c> for any.</param>
/// <param name="Sha256">Its SHA-256 in Base64, which S3 verifies; <c>null</c> for any.</param>
/// <param name="IsNew">Whether nothing may be replaced.</param>
public sealed record UploadTerms(long? Size = null, string? ContentType = null, string? Sha256 = null, bool IsNew = false)
{
    /// <summary>Any content, which may replace what is there.</summary>
    public static UploadTerms None { get; } = new();
}
