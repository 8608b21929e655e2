using System.Net.Http.Json;
using NvDemo.LocalClouds.Azure;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

internal static class FunctionRuns
{
    /// <summary>Has a function run that has no route, on what would have triggered it.</summary>
    public static async Task RunFunctionAsync(this CloudClient client, string name, string? input = null)
    {
        using var body = JsonContent.Create(new { input });
        var run = await client.SendAsync(
            "POST", $"/admin/functions/{name}", body, authorization: null, headers: ("x-functions-key", FunctionsApp.MasterKey));
        Assert.Equal(202, run.Status);
    }
}
