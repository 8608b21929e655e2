using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NvDemo.LocalClouds.Processes;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Services;

/// <summary>Chromium on a page of another origin than the service's.</summary>
internal static class Browser
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs the body of an asynchronous function in a page.</summary>
    /// <returns>What the function returns.</returns>
    /// <exception cref="InvalidOperationException">It threw; the message has what.</exception>
    public static async Task<JsonElement> RunAsync(int pagePort, string script)
    {
        var result = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var page = await LoopbackApplication.StartAsync(AnswerAsync, pagePort);
        var profile = Directory.CreateTempSubdirectory("nvdemo-browser-").FullName;
        try
        {
            await using var chromium = ChildProcess.Start(new ChildProcessOptions(InstalledProgram.OnPath("chromium"), Path.Combine(profile, "log"))
            {
                // The sandbox needs user namespaces, which containers often lack.
                Arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={profile}", page.Url.AbsoluteUri],
            });
            if (await Task.WhenAny(result.Task, chromium.Exited, Task.Delay(Patience)) != result.Task)
                throw new TimeoutException($"Chromium said nothing. The end of its log:\n{chromium.LogEnd}");
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }

        var outcome = await result.Task;
        return outcome.TryGetProperty("error", out var error) ? throw new InvalidOperationException(error.GetString()) : outcome.GetProperty("value");

        async Task AnswerAsync(HttpContext context)
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                result.TrySetResult((await JsonDocument.ParseAsync(context.Request.Body)).RootElement);
                return;
            }

            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync($$"""
                <!doctype html>
                <link rel="icon" href="data:,">
                <script type="module">
                  let outcome;
                  try {
                    outcome = { value: await (async () => { {{script}} })() };
                  } catch (error) {
                    outcome = { error: `${error}` };
                  }
                  await fetch('/', { method: 'POST', body: JSON.stringify(outcome) });
                </script>
                """);
        }
    }
}
