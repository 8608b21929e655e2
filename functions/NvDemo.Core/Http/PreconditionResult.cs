namespace NvDemo.Core.Http;

/// <summary>What <see cref="Preconditions"/> come to.</summary>
public enum PreconditionResult
{
    /// <summary>The request is to be carried out.</summary>
    Passed,

    /// <summary>304: the client's copy is current.</summary>
    NotModified,

    /// <summary>412: the request must not be carried out.</summary>
    Failed,
}
