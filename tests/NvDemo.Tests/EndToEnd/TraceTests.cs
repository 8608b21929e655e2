using System.Diagnostics;
using NvDemo.LocalClouds.Traces;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.EndToEnd;

/// <summary>One trace shows an upload through one cloud, and what its event sets off on both.</summary>
[Collection(QueueCloudsCollection.Name)]
public sealed class TraceTests(QueueCloudsFixture fixture)
{
    private static readonly string[] Both = ["nv-demo-aws/index", "nv-demo-azure"];

    [Theory]
    [InlineData("azure", "nv-demo-azure")]
    [InlineData("aws", "nv-demo-aws/api")]
    public async Task An_upload_and_its_indexing_on_both_clouds_are_one_trace(string cloud, string service)
    {
        using var client = new CloudClient(fixture.Clouds.All.Single(side => side.Name == cloud).Url);
        // A report may overtake the record of its upload, and then begins a trace of its own.
        IReadOnlyList<RecordedSpan> trace = [];
        for (var upload = 0; upload < 20 && Services(Processed(trace)).Length < 2; upload++)
        {
            var id = ActivityTraceId.CreateRandom().ToString();
            var key = $"traced/{Guid.NewGuid():N}";
            var reply = await client.SendAsync(
                "PUT", $"/api/upload/{key}?secret=in-a-query", new StringContent(key), "demo", ("traceparent", $"00-{id}-b7ad6b7169203331-01"));
            Assert.Equal(200, reply.Status);
            await Eventually.EqualAsync(Both, () => Task.FromResult(Services(Processed(fixture.Traces.Spans).Where(span => span["aws.s3.key"] == key))));
            trace = [.. fixture.Traces.Spans.Where(span => span.TraceId == id)];
            var request = Assert.Single(trace, span => span.Kind == "server");
            Assert.Equal((service, "b7ad6b7169203331", "PUT /api/upload/{key}"), (request.Service, request.ParentId, request.Name));
            Assert.Equal(reply.Header("X-Request-Id"), request["http.response.header.x-request-id"]);
            // A secret is read by one of the others, once a minute.
            var calls = trace.Where(span => span.Kind == "client" && span.Name != "SecretsManager.GetSecretValue").ToArray();
            Assert.All(calls, call => Assert.Equal((service, request.SpanId), (call.Service, call.ParentId)));
            Assert.Superset(new HashSet<string> { "S3.PutObject", "INSERT nvdemo", "EVALSHA" }, calls.Select(call => call.Name).ToHashSet());
            Assert.All(Processed(trace), span => Assert.Equal(request.SpanId, span.ParentId));
            Assert.DoesNotContain(trace, span => span.Attributes.Values.Any(value => value.Contains("in-a-query", StringComparison.Ordinal)));
        }

        var processed = Processed(trace);
        Assert.Equal(Both, Services(processed));

        // Each is linked to its batch, and that on Azure to who has put the event into the queue.
        var links = processed.Select(span => span.Links.Single().Span).ToHashSet();
        await Eventually.EqualAsync(links.Count, () => Task.FromResult(fixture.Traces.Spans.Count(span => links.Contains(span.SpanId))));
        var batches = fixture.Traces.Spans.Where(span => links.Contains(span.SpanId)).ToArray();
        Assert.All(batches, batch => Assert.Equal(("index", "consumer"), (batch.Name, batch.Kind)));
        var senders = batches.Where(batch => batch.Service == "nv-demo-azure").SelectMany(batch => batch.Links).ToArray();
        Assert.NotEmpty(senders);
        Assert.All(senders, link => Assert.Equal("producer", fixture.Traces.Spans.Single(span => span.SpanId == link.Span).Kind));

        var tree = TraceTree.Of(trace.Single(span => span.Kind == "server")["http.response.header.x-request-id"]!, trace);
        Assert.Equal(trace.Count + 1, tree.Count);
    }

    private static RecordedSpan[] Processed(IEnumerable<RecordedSpan> spans) => [.. spans.Where(span => span.Name == "process")];

    // Events may be delivered more than once.
    private static string[] Services(IEnumerable<RecordedSpan> spans) =>
        [.. spans.Select(span => span.Service).Distinct().Order(StringComparer.Ordinal)];
}
