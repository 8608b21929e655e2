using System.Net.Http.Json;
using System.Text.Json;

namespace NvDemo.LocalClouds.Azure;

/// <summary>What the Functions host does for who has its master key.</summary>
internal sealed class FunctionsAdmin : IDisposable
{
    // A migration may take long.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly HttpClient _http;

    public FunctionsAdmin(Uri url)
    {
        _http = new HttpClient { BaseAddress = url, Timeout = Limit };
        _http.DefaultRequestHeaders.Add("x-functions-key", FunctionsApp.MasterKey);
    }

    /// <summary>Whether the host has started its functions.</summary>
    public async Task<bool> IsRunningAsync()
    {
        try
        {
            var status = await _http.GetFromJsonAsync<JsonElement>("admin/host/status");
            return status.GetProperty("state").GetString() == "Running";
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            return false;
        }
    }

    /// <summary>Migrates the database and returns the answer of <c>postgres-init</c>.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is its answer.</exception>
    public Task<string> MigrateAsync() => PostAsync("api/postgres-init", content: null);

    /// <summary>Has the next run of <c>reconcile</c> begin a walk.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is the answer.</exception>
    public Task RequestReconcileAsync() => PostAsync("api/reconcile", content: null);

    /// <summary>Has a function run that has no route; returns when it has begun.</summary>
    /// <exception cref="InvalidOperationException">It has not; the message is the host's answer.</exception>
    public Task RunAsync(string function) => PostAsync($"admin/functions/{function}", JsonContent.Create(new { input = "" }));

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<string> PostAsync(string path, HttpContent? content)
    {
        using var response = await _http.PostAsync(path, content);
        var answer = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? answer
            : throw new InvalidOperationException($"{path} answered {(int)response.StatusCode}: {answer}");
    }
}
