using System.Globalization;
using System.Text.Json;
using NvDemo.Drill.History;

namespace NvDemo.Drill.Clients;

/// <summary>Downloads files and lists them by prefix.</summary>
internal sealed class Reader(IReadOnlyList<string> prefixes, Routes routes, DrillHistory history, Random random)
{
    private const int MostPause = 60;

    /// <summary>Goes on until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var prefix = prefixes[random.Next(prefixes.Count)];
            if (random.Next(3) == 0)
                await ListAsync(routes.Any(random), prefix);
            else
                await DownloadAsync(routes.Any(random), Writer.AnyKey(prefix, random));
            await Task.Delay(random.Next(MostPause), CancellationToken.None);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <returns>Whether there was an answer, and the file's size; <c>null</c> where there is none.</returns>
    public async Task<(bool IsAnswered, long? Size)> DownloadAsync(DrillClient client, string key)
    {
        var answer = await client.SendAsync("GET", "/" + key, key);
        if (answer.Status is not (200 or 404))
            return (false, null);
        long? size = answer.Status == 200 ? answer.Body.Length : null;
        var text = size is null ? $"{answer.Operation}" : string.Create(CultureInfo.InvariantCulture, $"{answer.Operation} with {size} bytes");
        if (size is not null && !Content.IsOf(key, answer.Body))
            history.AddWrong($"{text}, which were never uploaded");
        else
            history.Add(RegisterOperation.Read(key, size, answer.Began, answer.Ended, text));
        return (true, size);
    }

    /// <summary>Lists the files and returns them; <c>null</c> where there is no answer.</summary>
    /// <param name="client">The way.</param>
    /// <param name="prefix">Of their keys.</param>
    /// <param name="isChecked">Whether the history tells what the list must have.</param>
    public async Task<IReadOnlyList<ListedFile>?> ListAsync(DrillClient client, string prefix, bool isChecked = true)
    {
        var path = $"/api/list?limit=1000&prefix={prefix}";
        var answer = await client.SendAsync("GET", path, "");
        if (answer.Status != 200)
            return null;
        using var list = JsonDocument.Parse(answer.Body);
        ListedFile[] files =
        [
            .. list.RootElement.EnumerateArray().Select(file => new ListedFile(
                file.GetProperty("prefix_path").GetString()!, file.GetProperty("size").GetInt64(), file.GetProperty("date_added").GetDateTime())),
        ];
        if (isChecked)
            history.Add(new Reading($"{client.Route} ({answer.Operation.Cloud})", path, prefix, null, answer.Began, answer.Ended, files, true));
        return files;
    }
}
