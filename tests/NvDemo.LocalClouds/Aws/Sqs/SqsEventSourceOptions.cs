namespace NvDemo.LocalClouds.Aws.Sqs;

/// <summary>An event source mapping of an SQS queue to a function, with <c>ReportBatchItemFailures</c>.</summary>
/// <param name="QueueUrl">The queue.</param>
/// <param name="QueueArn">Its ARN, which events name.</param>
/// <param name="Function">The function to invoke.</param>
public sealed record SqsEventSourceOptions(string QueueUrl, string QueueArn, string Function)
{
    /// <summary>Messages in one invocation; more than 10 need a <see cref="BatchingWindow"/>.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary>How long messages are gathered before a batch that is not full is sent on; zero: not at all.</summary>
    public TimeSpan BatchingWindow { get; init; } = TimeSpan.Zero;

    /// <summary>Invocations at once.</summary>
    public int MaximumConcurrency { get; init; } = 2;
}
