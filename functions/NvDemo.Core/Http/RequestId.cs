using System.Buffers;

namespace NvDemo.Core.Http;

/// <summary>The id by which clients, and whoever is in front of the service, find a request in the log.</summary>
public static class RequestId
{
    public const string HeaderName = "X-Request-Id";

    private const int MaxLength = 128;

    // Those of UUIDs, of Base64 and of trace contexts; nothing that means anything to a log or a terminal.
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_.:@");

    /// <summary>What a client sent, where it may be taken over: at most 128 letters, digits and <c>+/=-_.:@</c>; else <c>null</c>.</summary>
    public static string? Of(string? sent) =>
        sent is { Length: > 0 and <= MaxLength } && !sent.AsSpan().ContainsAnyExcept(Allowed) ? sent : null;
}
