using System.Globalization;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>What Lambda tells a runtime by environment variables, read once.</summary>
internal sealed record LambdaEnvironment(
    string RuntimeApi,
    string FunctionName,
    string FunctionVersion,
    int MemoryLimitInMB,
    string LogGroupName,
    string LogStreamName,
    LogLevel LogLevel)
{
    /// <summary>Reads the environment of this process.</summary>
    public static LambdaEnvironment Read()
    {
        var runtimeApi = Variable("AWS_LAMBDA_RUNTIME_API");
        if (runtimeApi.Length == 0)
            throw new InvalidOperationException("AWS_LAMBDA_RUNTIME_API is not set: this program is started by AWS Lambda.");

        return new(
            runtimeApi,
            Variable("AWS_LAMBDA_FUNCTION_NAME"),
            Variable("AWS_LAMBDA_FUNCTION_VERSION"),
            int.TryParse(Variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), CultureInfo.InvariantCulture, out var memory) ? memory : 0,
            Variable("AWS_LAMBDA_LOG_GROUP_NAME"),
            Variable("AWS_LAMBDA_LOG_STREAM_NAME"),
            Enum.TryParse<LogLevel>(Variable("AWS_LAMBDA_HANDLER_LOG_LEVEL"), ignoreCase: true, out var level)
                ? level
                : LogLevel.Information);
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";
}
