namespace NvDemo.Core.Storage;

/// <summary>
/// The bucket: the truth about content. Every method throws <see cref="DependencyException"/> when it is out. Held to by
/// <c>ObjectStoreContract</c> in the tests.
/// </summary>
public interface IObjectStore
{
    /// <summary>Opens an object for reading in one round trip. The caller disposes the result.</summary>
    Task<ReadResult> GetAsync(ObjectKey key, ReadConditions conditions, CancellationToken cancellation);

    /// <summary>As <see cref="GetAsync"/>, without content and conditions: what it finds is all of the object, or nothing.</summary>
    Task<ReadResult> HeadAsync(ObjectKey key, CancellationToken cancellation);

    /// <summary>
    /// Stores an object whole or not at all, replacing what was there. The content is read once, forwards, and has exactly
    /// <see cref="PutContent.Length"/> bytes: a shorter or longer one stores nothing.
    /// </summary>
    /// <returns>What was stored; <c>null</c> when a precondition did not hold and nothing was.</returns>
    Task<PutResult?> PutAsync(ObjectKey key, PutContent content, WriteConditions conditions, CancellationToken cancellation);

    /// <summary>Deletes an object; one that is not there is no error.</summary>
    /// <param name="key">The key.</param>
    /// <param name="ifMatch">The entity tag, quoted, that the object must have; <c>null</c> for any.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns><c>null</c> when the object has another tag and nothing was done. One that is gone is deleted, whatever its tag was.</returns>
    Task<DeleteResult?> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation);

    /// <summary>A URL to read one object by, made without a round trip; the object need not exist.</summary>
    /// <param name="key">The key.</param>
    /// <param name="verb">How it may be read.</param>
    /// <param name="lifetime">For how long at most.</param>
    /// <param name="disposition">The <c>Content-Disposition</c> that the store sends in the place of the stored one.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<PresignedUrl> PresignAsync(
        ObjectKey key, PresignedVerb verb, TimeSpan lifetime, string? disposition, CancellationToken cancellation);

    /// <summary>A URL to store one object by, made without a round trip.</summary>
    Task<PresignedUpload> PresignUploadAsync(ObjectKey key, UploadTerms terms, TimeSpan lifetime, CancellationToken cancellation);

    /// <summary>
    /// The objects whose keys follow <paramref name="after"/> (empty: all), in the order of their keys' UTF-8 bytes: one page of as many as
    /// the store gives in one round trip.
    /// </summary>
    Task<ObjectPage> ListAsync(string after, CancellationToken cancellation);

    /// <summary>Returns when the bucket answers.</summary>
    Task PingAsync(CancellationToken cancellation);
}
