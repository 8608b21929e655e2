namespace NvDemo.Core.Storage;

/// <summary>Where clients find the bucket.</summary>
public interface IBucketAddress
{
    /// <summary>The origin (RFC 6454) of the presigned URLs. Nothing connects for it.</summary>
    string Origin { get; }
}
