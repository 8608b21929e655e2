using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Index;

namespace NvDemo.Core.Files;

/// <summary>The response to an upload that is stored, whichever way it came: it is so also when the index is out.</summary>
internal static partial class UploadedFile
{
    /// <summary>Records what was stored: <c>200</c>, or <c>202</c> with <c>Nv-Index: pending</c> where the index is out.</summary>
    public static async Task<Response> AnswerAsync(ObjectChange stored, Func<Task> record, ILogger logger)
    {
        var response = Response.Json(200, "\"File uploaded\"");
        try
        {
            await record();
        }
        catch (DependencyException e)
        {
            LogPending(logger, e);
            response = Response.Json(202, "\"File uploaded\"").With("Nv-Index", "pending");
        }

        return response.With("ETag", $"\"{stored.ETag}\"").With("Location", "/" + stored.Key.EscapedPath);
    }

    [LoggerMessage(LogLevel.Warning, "A file is stored but not indexed yet; its bucket event will index it")]
    private static partial void LogPending(ILogger logger, Exception exception);
}
