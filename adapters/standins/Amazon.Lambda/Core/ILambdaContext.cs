namespace Amazon.Lambda.Core;

/// <summary>One invocation, as the runtime knows it. What the environment does not tell is an empty string.</summary>
public interface ILambdaContext
{
    /// <summary>Id of the invocation, the same for its retries.</summary>
    string AwsRequestId { get; }

    /// <summary>Name of the function.</summary>
    string FunctionName { get; }

    /// <summary>Version of the function, <c>$LATEST</c> unless published.</summary>
    string FunctionVersion { get; }

    /// <summary>ARN that was invoked: of the function, or of a version or alias of it.</summary>
    string InvokedFunctionArn { get; }

    /// <summary>The log, its lines marked with this invocation's id.</summary>
    ILambdaLogger Logger { get; }

    /// <summary>CloudWatch log group.</summary>
    string LogGroupName { get; }

    /// <summary>CloudWatch log stream.</summary>
    string LogStreamName { get; }

    /// <summary>Memory of the function in MB; 0 where the environment does not tell.</summary>
    int MemoryLimitInMB { get; }

    /// <summary>Time until Lambda ends the invocation; negative past the deadline.</summary>
    TimeSpan RemainingTime { get; }

    /// <summary>X-Ray trace header, also in the environment variable <c>_X_AMZN_TRACE_ID</c>.</summary>
    string TraceId { get; }
}
