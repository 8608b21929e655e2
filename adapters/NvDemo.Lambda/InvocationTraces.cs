using Amazon.Lambda.Core;
using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters.Configuration;
using NvDemo.Adapters.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace NvDemo.Lambda;

/// <summary>
/// The spans of each invocation, sent before its reply: Lambda stops the process between invocations. What is not taken by then goes with
/// the next one's.
/// </summary>
public static class InvocationTraces
{
    private const int MaxWaitMilliseconds = 100;

    /// <summary>Adds the export if there is an endpoint; otherwise nothing is made.</summary>
    public static IServiceCollection AddTraces(this IServiceCollection services, SettingsReader settings, string function)
    {
        var export = TraceExport.Read(settings);
        return !export.HasOtlp ? services : services.AddSingleton(_ => export.AddTo(
            Sdk.CreateTracerProviderBuilder(),
            "nv-demo-aws",
            new("cloud.provider", "aws"),
            new("cloud.platform", "aws_lambda"),
            new("faas.name", function)).Build());
    }

    /// <summary>A handler whose reply waits until the spans are sent, a tenth of a second at most.</summary>
    public static Func<TInput, ILambdaContext, Task<TOutput>> Sent<TInput, TOutput>(
        this TracerProvider traces, Func<TInput, ILambdaContext, Task<TOutput>> handler) => async (input, context) =>
    {
        try
        {
            return await handler(input, context);
        }
        finally
        {
            traces.ForceFlush(MaxWaitMilliseconds);
        }
    };
}
