using NvDemo.Fuzz.Http;

namespace NvDemo.Fuzz.Comparison;

/// <summary>What is wrong with the replies to one request.</summary>
internal static class ReplyComparer
{
    /// <summary>Each fault in a few words, with nothing in it that differs from one occurrence of it to the next.</summary>
    public static IEnumerable<string> Faults(Exchange exchange, string azureNames, string awsNames)
    {
        foreach (var reply in exchange.Replies)
        {
            if (reply.Status is RawReply.TimedOut or RawReply.Malformed)
                yield return $"{CloudOf(exchange, reply)}: {(reply.Status == RawReply.TimedOut ? "no reply" : "malformed reply")}";
            else if (reply.Status >= 500 && !PlatformFaults.All.Any(fault => fault.Applies(exchange)))
                yield return $"{CloudOf(exchange, reply)}: {reply.Status}";
        }

        var (azure, aws) = (NormalReply.Of(exchange.Azure, azureNames), NormalReply.Of(exchange.Aws, awsNames));
        var aspects = Aspects(azure, aws).ToList();
        if (aspects.Count == 0)
            yield break;
        aspects.RemoveAll(aspect => PlatformDifferences.All.Any(known => known.Covers(aspect) && known.Applies(exchange)));
        if (aspects.Count > 0)
            yield return $"{MethodOf(exchange)}: azure {azure.Status}, aws {aws.Status} differ in {string.Join(", ", aspects)}";
    }

    private static string MethodOf(Exchange exchange) =>
        exchange.Request.Method is "GET" or "HEAD" or "PUT" or "POST" or "DELETE" or "OPTIONS" ? exchange.Request.Method : "other method";

    private static string CloudOf(Exchange exchange, RawReply reply) => ReferenceEquals(reply, exchange.Azure) ? "azure" : "aws";

    private static IEnumerable<string> Aspects(NormalReply azure, NormalReply aws)
    {
        if (azure.Status != aws.Status)
            yield return "status";
        if (azure.Body != aws.Body)
            yield return "body";
        foreach (var name in azure.Headers.Keys.Union(aws.Headers.Keys))
        {
            if (azure.Headers.GetValueOrDefault(name) != aws.Headers.GetValueOrDefault(name))
                yield return name;
        }
    }
}
