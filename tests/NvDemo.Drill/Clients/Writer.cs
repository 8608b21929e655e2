using System.Globalization;
using System.Text.Json;
using NvDemo.Drill.History;

namespace NvDemo.Drill.Clients;

/// <summary>
/// Changes files that nobody else does, one change after the other: uploads of random sizes, overwrites, conditional writes, deletions,
/// uploads by TUS, and uploads to presigned URLs, whole or in parts.
/// </summary>
internal sealed class Writer(string prefix, Routes routes, DrillHistory history, Random random)
{
    private const int Files = 10, MostPause = 60;

    private readonly Dictionary<string, (long? Size, string? ETag)> _known = [];
    private readonly Dictionary<string, HashSet<long>> _used = [];
    private readonly TusUploader _tus = new(routes, history, random);

    /// <summary>What its listed keys begin with.</summary>
    public string Prefix => prefix;

    /// <summary>What the keys begin with that it uploads to presigned URLs: the service learns of these by events.</summary>
    public static string PresignedOf(string prefix) => "by-url/" + prefix;

    /// <summary>A key that it may have written.</summary>
    public static string AnyKey(string prefix, Random random) => random.Next(8) == 0
        ? $"{PresignedOf(prefix)}{random.Next(Files / 2)}"
        : $"{prefix}{random.Next(Files)}";

    /// <summary>Goes on until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var client = routes.Any(random);
            var key = $"{prefix}{random.Next(Files)}";
            await (random.Next(22) switch
            {
                < 9 => UploadAsync(client, key),
                < 12 => UploadIfAsync(client, key),
                < 15 => DeleteAsync(client, key),
                < 16 => DeleteIfAsync(client, key),
                < 18 => UploadInPartsAsync(client, key),
                < 20 => UploadByTusAsync(key),
                _ => UploadByUrlAsync(client, $"{PresignedOf(prefix)}{random.Next(Files / 2)}"),
            });
            await Task.Delay(random.Next(MostPause), CancellationToken.None);
        }
    }

    private async Task UploadAsync(DrillClient client, string key)
    {
        var size = NextSize(key);
        var answer = await client.SendAsync("PUT", "/api/upload/" + key, key, Content.Of(key, size));
        Record(key, size, answer, Requirement.None, null);
    }

    /// <summary>Replaces what it knows to be there, or makes what must not be there.</summary>
    private async Task UploadIfAsync(DrillClient client, string key)
    {
        var size = NextSize(key);
        var (operand, etag) = _known.GetValueOrDefault(key);
        var header = etag is null ? ("If-None-Match", "*") : ("If-Match", etag);
        var answer = await client.SendAsync("PUT", "/api/upload/" + key, key, Content.Of(key, size), header);
        Record(key, size, answer, Requirement.Equal, etag is null ? null : operand);
    }

    private async Task DeleteAsync(DrillClient client, string key) =>
        Record(key, null, await client.SendAsync("DELETE", "/" + key, key), Requirement.None, null);

    private async Task DeleteIfAsync(DrillClient client, string key)
    {
        if (_known.GetValueOrDefault(key) is not (var size, { } etag))
            return;
        Record(key, null, await client.SendAsync("DELETE", "/" + key, key, null, ("If-Match", etag)), Requirement.Equal, size);
    }

    private async Task UploadInPartsAsync(DrillClient client, string key)
    {
        var size = Math.Max(1, NextSize(key));
        var begun = await client.SendAsync("POST", "/api/multipart/" + key, key, JsonSerializer.SerializeToUtf8Bytes(new { size }));
        if (begun.Status != 201)
            return;
        using var upload = JsonDocument.Parse(begun.Body);
        var url = new Uri(upload.RootElement.GetProperty("parts")[0].GetProperty("url").GetString()!);
        if ((await client.PutAsync(url, key, Content.Of(key, size))).Status != 200)
            return;
        var id = Uri.EscapeDataString(upload.RootElement.GetProperty("upload_id").GetString()!);
        Record(key, size, await client.SendAsync("PUT", $"/api/multipart/{key}?upload_id={id}", key, []), Requirement.None, null);
    }

    private async Task UploadByTusAsync(string key)
    {
        var size = Math.Max(1, NextSize(key));
        if (await _tus.UploadAsync(key, Content.Of(key, size)) is not { } upload)
            return;
        var (began, stored) = upload;
        var text = string.Create(CultureInfo.InvariantCulture, $"{began:HH:mm:ss.ffffff} upload of {size} bytes by TUS, {stored?.Operation.ToString() ?? "given up"}");
        history.Add(new RegisterOperation(key, began, stored?.Ended, text) { IsWrite = true, Value = size });
        history.Add(new Change(key, size, stored?.Operation.Cloud ?? "", began, stored is { Headers.IsPending: false } ? stored.Ended : null));
        _known.Remove(key);
    }

    private async Task UploadByUrlAsync(DrillClient client, string key)
    {
        var size = NextSize(key);
        var signed = await client.SendAsync("GET", "/api/upload_presigned/" + key, key);
        if (signed.Status != 200)
            return;
        using var url = JsonDocument.Parse(signed.Body);
        var answer = await client.PutAsync(new Uri(url.RootElement.GetProperty("url").GetString()!), key, Content.Of(key, size));
        history.Add(new RegisterOperation(key, answer.Began, answer.Status == 200 ? answer.Ended : null, $"{answer.Operation}") { IsWrite = true, Value = size });
    }

    /// <summary>Writes down what a change has done, as far as its answer tells.</summary>
    private void Record(string key, long? size, Answer answer, Requirement requires, long? operand)
    {
        var isDone = answer.Status is 200 or 204 or 202;
        var isRefused = answer.Status == 412;
        if (isRefused && requires == Requirement.None)
            history.AddWrong($"{answer.Operation}, without a condition");
        history.Add(new RegisterOperation(key, answer.Began, isDone || isRefused ? answer.Ended : null, $"{answer.Operation}")
        {
            Requires = isRefused ? Requirement.NotEqual : requires,
            Operand = operand,
            IsWrite = !isRefused,
            Value = size,
        });
        if (isRefused)
        {
            _known.Remove(key);
            return;
        }

        // 202: it is stored, and will be listed.
        history.Add(new Change(key, size, answer.Operation.Cloud ?? "", answer.Began, answer.Status is 200 or 204 ? answer.Ended : null));
        _known[key] = isDone ? (size, size is null ? null : answer.ETag) : default;
    }

    /// <summary>Another one than the file ever had: mostly small.</summary>
    private long NextSize(string key)
    {
        if (!_used.TryGetValue(key, out var used))
            _used[key] = used = [];
        long size;
        do
        {
            size = random.Next(20) switch { < 14 => random.Next(4096), < 19 => random.Next(65_536), _ => random.Next(1_000_000) };
        }
        while (!used.Add(size));
        return size;
    }
}
