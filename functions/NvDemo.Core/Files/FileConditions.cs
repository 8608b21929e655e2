using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>The conditions of a request on the file that the bucket has, or has not.</summary>
internal static class FileConditions
{
    /// <inheritdoc cref="Preconditions.Evaluate(Validators?)"/>
    public static PreconditionResult Evaluate(this Preconditions conditions, ReadResult.Found? found) =>
        conditions.Evaluate(Of(found));

    /// <inheritdoc cref="Preconditions.Evaluate(Validators?, Validators?)"/>
    public static PreconditionResult Evaluate(this Preconditions conditions, ReadResult.Found? source, ReadResult.Found? target) =>
        conditions.Evaluate(Of(source), Of(target));

    private static Validators? Of(ReadResult.Found? found) => found is null ? null : new Validators(found.ETag, found.LastModified);
}
