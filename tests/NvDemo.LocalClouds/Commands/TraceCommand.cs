using System.Text.Json;
using NvDemo.LocalClouds.Traces;

namespace NvDemo.LocalClouds.Commands;

/// <summary><c>trace</c>: prints the trace of a request to clouds that run with <c>--observe</c>.</summary>
internal static class TraceCommand
{
    public static async Task<int> RunAsync(string requestId)
    {
        if (!File.Exists(StateDirectory.TracesFile))
            throw new InvalidOperationException("No traces are kept: start the clouds with ./nv up --observe.");
        var spans = new List<RecordedSpan>();
        await foreach (var line in File.ReadLinesAsync(StateDirectory.TracesFile))
        {
            if (line.EndsWith('}'))
                spans.Add(JsonSerializer.Deserialize<RecordedSpan>(line)!);
        }

        var tree = TraceTree.Of(requestId, spans);
        if (tree.Count == 0)
            throw new InvalidOperationException($"No span of request {requestId} has come; spans come a few seconds after their request.");
        foreach (var line in tree)
            Console.WriteLine(line);
        return 0;
    }
}
