using System.Globalization;
using System.Text;
using System.Text.Json;
using NvDemo.Fuzz.Comparison;
using NvDemo.Fuzz.Grammar;
using NvDemo.Fuzz.Http;
using NvDemo.LocalClouds;

namespace NvDemo.Fuzz;

/// <summary>The requests of one sequence, sent to both clouds, and what each then has of the files.</summary>
internal sealed class Sequence(Clouds clouds, int seed, int number, Findings findings) : IDisposable
{
    private readonly CloudSession _azure = new(clouds.Azure.Url, 'a', number);
    private readonly CloudSession _aws = new(clouds.Aws.Url, 'b', number);

    /// <summary>How many requests it has sent, to either cloud.</summary>
    public int Sent { get; private set; }

    public async Task RunAsync()
    {
        var index = number * RequestGrammar.Length;
        foreach (var request in new RequestGrammar(seed, number).Requests())
        {
            var (azure, aws) = (_azure.SendAsync(request), _aws.SendAsync(request));
            var exchange = new Exchange(index++, request, await azure, await aws);
            Sent += 2;
            var faults = ReplyComparer.Faults(exchange, _azure.Namespace, _aws.Namespace).ToList();
            foreach (var fault in faults)
                findings.Add(fault, exchange);

            // From here on the clouds have different files, also where the difference is one that may be, such as a 503 of one of them.
            if ((faults.Count > 0 || IsDone(exchange.Azure) != IsDone(exchange.Aws)) && request.Method is not ("GET" or "HEAD"))
                return;
        }

        await Task.WhenAll(ReadBackAsync(_azure, _aws, index - 1), ReadBackAsync(_aws, _azure, index - 1));
    }

    private static bool IsDone(RawReply reply) => reply.Status is >= 200 and < 300;

    /// <inheritdoc/>
    public void Dispose()
    {
        _azure.Dispose();
        _aws.Dispose();
    }

    /// <summary>What one cloud has acknowledged, as the other has it.</summary>
    private async Task ReadBackAsync(CloudSession writer, CloudSession reader, int last)
    {
        if (writer.Files.Contents.Count == 0)
            return;
        var urls = await ListAsync(reader, writer.Namespace, last);
        foreach (var (location, content) in writer.Files.Contents)
        {
            await ReadBackAsync(reader, location, content, last);
            var key = Uri.UnescapeDataString(location[1..]);
            if (!urls.TryGetValue(key, out var url))
                findings.Add("an acknowledged file is not listed", Detail(last, location, null));
            else if (url is not null && new Uri(url).PathAndQuery != location)
                await ReadBackAsync(reader, url[clouds.PublicUrl.AbsoluteUri.TrimEnd('/').Length..], content, last);
        }
    }

    private async Task ReadBackAsync(CloudSession reader, string path, byte[] content, int last)
    {
        var reply = await reader.GetAsync(path);
        Sent++;
        if (reply.Status != 200 || !reply.Body.AsSpan().SequenceEqual(content))
            findings.Add($"an acknowledged file does not read back ({content.Length} bytes)", Detail(last, path, reply));
    }

    private async Task<Dictionary<string, string?>> ListAsync(CloudSession reader, string prefix, int last)
    {
        var reply = await reader.GetAsync($"/api/list?limit=1000&prefix={prefix}");
        Sent++;
        if (reply.Status != 200)
        {
            findings.Add("a list fails", Detail(last, prefix, reply));
            return [];
        }

        using var list = JsonDocument.Parse(reply.Body);
        return list.RootElement.EnumerateArray().ToDictionary(item => item.GetProperty("prefix_path").GetString()!, item => item.GetProperty("url").GetString());
    }

    private static string Detail(int last, string path, RawReply? reply) =>
        string.Create(CultureInfo.InvariantCulture, $"request={last} {OneLine.Of(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(path)), 500)}\t| {reply}");
}
