using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The context of one invocation.</summary>
internal sealed class LambdaContext(LambdaEnvironment environment, Invocation invocation, ILambdaLogger logger) : ILambdaContext
{
    public string AwsRequestId => invocation.RequestId;

    public string FunctionName => environment.FunctionName;

    public string FunctionVersion => environment.FunctionVersion;

    public string InvokedFunctionArn => invocation.FunctionArn;

    public ILambdaLogger Logger => logger;

    public string LogGroupName => environment.LogGroupName;

    public string LogStreamName => environment.LogStreamName;

    public int MemoryLimitInMB => environment.MemoryLimitInMB;

    public TimeSpan RemainingTime => invocation.Deadline - DateTimeOffset.UtcNow;

    public string TraceId => invocation.TraceId;
}
