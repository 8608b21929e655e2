using System.Text;
using System.Text.Json;

namespace NvDemo.LocalClouds;

/// <summary>The clouds that <c>./nv up</c> runs in another process.</summary>
internal sealed class RunningClouds : IDisposable
{
    private readonly JsonDocument _endpoints;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    private RunningClouds(JsonDocument endpoints) => _endpoints = endpoints;

    /// <summary>Finds them.</summary>
    /// <exception cref="InvalidOperationException">Nothing is running.</exception>
    public static async Task<RunningClouds> FindAsync() =>
        File.Exists(StateDirectory.EndpointsFile)
            ? new RunningClouds(JsonDocument.Parse(await File.ReadAllTextAsync(StateDirectory.EndpointsFile)))
            : throw new InvalidOperationException("Nothing is running: start it with ./nv up.");

    /// <summary>One of <see cref="Endpoints"/>.</summary>
    public string Endpoint(string name) => _endpoints.RootElement.GetProperty(name).GetString()!;

    /// <summary>Invokes a function of the AWS side and returns its answer.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is its answer.</exception>
    public async Task<string> InvokeAsync(string function, string input)
    {
        using var content = new StringContent(input, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri($"{Endpoint("lambda")}/2015-03-31/functions/{function}/invocations"), content);
        var answer = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode && !response.Headers.Contains("X-Amz-Function-Error")
            ? answer
            : throw new InvalidOperationException(answer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _endpoints.Dispose();
    }
}
