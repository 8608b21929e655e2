using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Core;
using NvDemo.Core.Events;
using NvDemo.Core.Index;

namespace NvDemo.Benchmarks;

/// <summary>Events from message bodies to committed rows: new files, one worker.</summary>
public class IndexBenchmarks
{
    /// <summary>Events in one invocation.</summary>
    public const int Events = 10_000;

    private const string Bucket = "bucket";
    private readonly List<QueueMessage[]> _batches = [];
    private IndexServices? _services;
    private EventIndexer? _indexer;
    private int _written;

    [Params(10, 1000)]
    public int BatchSize { get; set; }

    [GlobalSetup]
    public void Start()
    {
        _services = IndexServices.StartAsync().GetAwaiter().GetResult();
        var options = new ServiceOptions { Cloud = "aws", Bucket = Bucket, PublicUrl = new Uri("http://localhost/") };
        var catalog = _services.Catalog(Bucket);
        var types = new ContentTypeReader(new GeneratedBucket(0), catalog, NullLogger<ContentTypeReader>.Instance);
        _indexer = new EventIndexer(catalog, types, options, TimeProvider.System, NullLogger<EventIndexer>.Instance);
    }

    [GlobalCleanup]
    public void Stop() => _services!.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [IterationSetup]
    public void Write()
    {
        _batches.Clear();
        for (var i = 0; i < Events; i += BatchSize)
            _batches.Add([.. Enumerable.Range(0, BatchSize).Select(_ => new QueueMessage("id", Body(++_written)))]);
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public async Task Index()
    {
        foreach (var batch in _batches)
        {
            if ((await _indexer!.IndexAsync(batch, CancellationToken.None)).Count > 0)
                throw new InvalidOperationException("An event was not indexed.");
        }
    }

    private static string Body(int number) => $$$$"""
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":"2026-01-02T03:04:05.678Z",
        "eventName":"ObjectCreated:Put","responseElements":{"x-amz-request-id":"{{{{number:X16}}}}"},"s3":{"s3SchemaVersion":"1.0",
        "bucket":{"name":"bucket"},"object":{"key":"folder/{{{{number % 100}}}}/file-{{{{number}}}}.txt","size":1024,
        "eTag":"d41d8cd98f00b204e9800998ecf8427e","sequencer":"0055AED6DCD9{{{{number:X8}}}}"}}}]}
        """;
}
