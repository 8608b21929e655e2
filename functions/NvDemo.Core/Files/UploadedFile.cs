using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Index;

namespace NvDemo.Core.Files;

/// <summary>A file that is stored, whichever way it came: it is so also when the index is out.</summary>
internal static partial class UploadedFile
{
    /// <summary>Records what was stored: <c>200</c>, or <c>202</c> with <c>Nv-Index: pending</c> where the index is out.</summary>
    public static Task<Response> AnswerAsync(ObjectChange stored, Func<Task> record, ILogger logger) =>
        AnswerAsync(stored, "File uploaded", record, logger);

    /// <inheritdoc cref="AnswerAsync(ObjectChange, Func{Task}, ILogger)"/>
    public static async Task<Response> AnswerAsync(ObjectChange stored, string text, Func<Task> record, ILogger logger)
    {
        var isIndexed = await IsIndexedAsync(record, logger);
        var response = Response.Json(isIndexed ? 200 : 202, $"\"{text}\"").With("Nv-Index", isIndexed ? null : "pending");
        return response.With("ETag", $"\"{stored.ETag}\"").With("Location", "/" + stored.Key.EscapedPath);
    }

    /// <summary>Records what was done to the bucket; <c>false</c> where the index is out and will learn it by the bucket's event.</summary>
    public static Task<bool> IsIndexedAsync(Func<Task> record, ILogger logger) => IsDoneAsync(record, e => LogPending(logger, e));

    /// <summary>Notes that an upload is complete. Where that fails it is listed as one in progress for as long as those are kept.</summary>
    public static Task NoteAsync(Func<Task> note, ILogger logger) => IsDoneAsync(note, e => LogUnnoted(logger, e));

    private static async Task<bool> IsDoneAsync(Func<Task> act, Action<Exception> log)
    {
        try
        {
            await act();
            return true;
        }
        catch (DependencyException e)
        {
            log(e);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "An upload is complete, which could not be noted; it is listed as one in progress")]
    private static partial void LogUnnoted(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "What was done to a file is not indexed yet; its bucket event will index it")]
    private static partial void LogPending(ILogger logger, Exception exception);
}
