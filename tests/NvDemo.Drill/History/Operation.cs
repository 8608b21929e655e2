using System.Globalization;

namespace NvDemo.Drill.History;

/// <summary>What a client asked, and what it was told.</summary>
/// <param name="Route">Which address it asked: <c>front</c>, <c>aws</c>, <c>azure</c>, or <c>s3</c> with a presigned URL.</param>
/// <param name="What">Method and path, or what it is in words.</param>
/// <param name="Key">The file that it is about; empty for a list.</param>
/// <param name="Status">The status of the reply; <c>null</c> where there was none.</param>
/// <param name="Cloud">The cloud that answered, where the reply says so.</param>
/// <param name="Failure">Why there was no reply: <c>refused</c>, <c>reset</c> or <c>timeout</c>.</param>
internal sealed record Operation(
    string Route, string What, string Key, DateTime Began, DateTime Ended, int? Status, string? Cloud, string? Failure)
{
    /// <summary>
    /// Whether the reply is one that the operation is for: the file, the absence of one that was asked for, a condition that did not hold,
    /// what an upload by TUS has got already from another request, or what has been written since an upload in parts began.
    /// </summary>
    public bool IsAnswered => Status switch
    {
        200 or 201 or 202 or 204 or 412 => true,
        404 => Key.Length > 0 && (Asks("GET") || Asks("DELETE")),
        409 => What.Contains("/api/tus/", StringComparison.Ordinal) || What.Contains("/api/multipart/", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>The kind of the error; <c>null</c> where it is answered.</summary>
    public string? Error => IsAnswered ? null : Failure ?? Status!.Value.ToString(CultureInfo.InvariantCulture);

    private bool Asks(string method) => What.StartsWith(method + " ", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Began:HH:mm:ss.ffffff} to {Ended:ss.ffffff} {Route}{(Cloud is null || Cloud == Route ? "" : $" ({Cloud})")} {What}: {Failure ?? $"{Status}"}");
}
