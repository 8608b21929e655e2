using System.Globalization;
using System.Text;
using NvDemo.Drill.History;

namespace NvDemo.Drill.Clients;

/// <summary>
/// Uploads files by TUS, in two pieces, each by another way: either cloud goes on with what the other began. What has no answer is resumed
/// where <c>HEAD</c> says, as the clients of TUS do.
/// </summary>
internal sealed class TusUploader(Routes routes, DrillHistory history, Random random)
{
    private const int MostTries = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly (string Name, string Value) Version = ("Tus-Resumable", "1.0.0");

    /// <summary>Uploads a file; <c>null</c> where nothing has begun, or nothing more can come of it.</summary>
    /// <returns>When it may have been stored first, and the answer that says that it is; without that nobody knows.</returns>
    public async Task<(DateTime Began, Answer? Stored)?> UploadAsync(string key, byte[] content)
    {
        var name = Convert.ToBase64String(Encoding.UTF8.GetBytes(key));
        var begun = await Any().SendAsync(
            "POST", "/api/tus/", key, [], Version, ("Upload-Length", Text(content.Length)), ("Upload-Metadata", $"filename {name}"));
        if (begun.Status != 201)
            return null;
        var path = begun.Headers.Location!.AbsolutePath;
        var offset = 0;
        DateTime? began = null;
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var end = offset < content.Length / 2 ? content.Length / 2 : content.Length;
            var appending = await Any().SendAsync(
                "PATCH", path, key, content[offset..end], Version, ("Upload-Offset", Text(offset)), ("Content-Type", "application/offset+octet-stream"));
            if (end == content.Length)
                began ??= appending.Began;
            var answer = appending;
            if (appending.Status != 204)
            {
                await Task.Delay(Pause);
                answer = await Any().SendAsync("HEAD", path, key, null, Version);
                if (answer.Status == 404)
                {
                    history.AddWrong($"{answer.Operation}, of an upload that was begun");
                    break;
                }

                if (answer.Status != 200)
                    continue;
            }

            offset = (int)answer.Headers.Offset!.Value;
            if (offset == content.Length)
                return (began ?? answer.Began, answer);
        }

        return began is { } at ? (at, null) : null;
    }

    private DrillClient Any() => routes.Any(random);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
