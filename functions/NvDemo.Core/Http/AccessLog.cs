using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace NvDemo.Core.Http;

/// <summary>
/// A line for each answered request in the combined format (https://httpd.apache.org/docs/2.4/logs.html#combined), for tools that read it.
/// No query is in it, that of the referring page neither: they may hold what signs or opens something.
/// </summary>
internal sealed partial class AccessLog(ILogger logger)
{
    private const string None = "-";

    /// <param name="received">When the request came, UTC.</param>
    /// <param name="length">The bytes of the response's body that are sent.</param>
    public void Answered(Request request, int status, long length, DateTime received)
    {
        if (!logger.IsEnabled(LogLevel.Information))
            return;
        var source = request.Source.Length > 0 ? request.Source : None;
        var client = request.Principal is { } principal ? Uri.EscapeDataString(principal.Username) : None;
        var time = received.ToString("dd/MMM/yyyy:HH:mm:ss", CultureInfo.InvariantCulture);
        var sent = length > 0 ? length.ToString(CultureInfo.InvariantCulture) : None;
        // Which version of HTTP the client speaks no platform says.
        LogLine(
            $"{source} - {client} [{time} +0000] \"{Escaped(request.Method)} {Escaped(request.Path)} HTTP/1.1\" {status} {sent} "
            + $"\"{Escaped(WithoutQuery(request.Header("Referer")))}\" \"{Escaped(request.Header("User-Agent"))}\"");
    }

    private static string? WithoutQuery(string? url) => url?.Split('?', '#')[0];

    // As httpd does it: a line stays one, and its quotes stay pairs.
    private static string Escaped(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return None;
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                escaped.Append('\\').Append(character);
            else if (char.IsControl(character))
                escaped.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}");
            else
                escaped.Append(character);
        }

        return escaped.ToString();
    }

    [LoggerMessage(LogLevel.Information, "{Line}")]
    private partial void LogLine(string line);
}
