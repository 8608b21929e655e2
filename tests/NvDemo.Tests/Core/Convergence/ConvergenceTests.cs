using CsCheck;
using NvDemo.Adapters.Postgres;
using NvDemo.Tests.Services;
using Xunit.Abstractions;

namespace NvDemo.Tests.Core.Convergence;

/// <summary>Whatever happens to the bucket's events, the index ends equal to the bucket, and nothing acknowledged goes away meanwhile.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class ConvergenceTests(LocalCloudsFixture fixture, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Threads = 4;

    private readonly TestDatabase _azure = new(fixture.Clouds.Data.Postgres.ConnectionString);
    private readonly TestDatabase _aws = new(fixture.Clouds.Data.Postgres.ConnectionString);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _azure.DisposeAsync();
        await _aws.DisposeAsync();
    }

    [Theory]
    [InlineData(true, 5_000)]
    [InlineData(false, 1_000)]
    public Task The_index_ends_equal_to_the_bucket(bool isAmazon, int histories) =>
        HistoryStep.Histories.SampleAsync(
            async steps =>
            {
                var bucket = $"history-{Guid.NewGuid():N}";
                await new KeyHistory(new PostgresFileIndex(_azure.Database, bucket), new PostgresFileIndex(_aws.Database, bucket), isAmazon)
                    .PlayAsync(steps);
            },
            output.WriteLine,
            iter: histories,
            threads: Threads);
}
