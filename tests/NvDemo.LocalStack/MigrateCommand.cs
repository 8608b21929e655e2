using System.Text;
using System.Text.Json;

namespace NvDemo.LocalStack;

/// <summary><c>migrate</c>: runs the function <c>postgres-init</c> of the running stack's AWS side.</summary>
internal static class MigrateCommand
{
    public static async Task<int> RunAsync()
    {
        if (!File.Exists(StateDirectory.EndpointsFile))
        {
            Console.Error.WriteLine("Nothing is running: start it with ./nv up.");
            return 1;
        }

        using var endpoints = JsonDocument.Parse(await File.ReadAllTextAsync(StateDirectory.EndpointsFile));
        using var http = new HttpClient { BaseAddress = new Uri(endpoints.RootElement.GetProperty("lambda").GetString()!) };
        using var input = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/2015-03-31/functions/postgres-init/invocations", UriKind.Relative), input);
        var failed = !response.IsSuccessStatusCode || response.Headers.Contains("X-Amz-Function-Error");
        (failed ? Console.Error : Console.Out).WriteLine(await response.Content.ReadAsStringAsync());
        return failed ? 1 : 0;
    }
}
