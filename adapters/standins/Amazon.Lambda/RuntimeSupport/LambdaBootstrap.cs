using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>
/// The loop of a Lambda function: takes one event after the other from the Runtime API and delivers the handler's result.
/// </summary>
public sealed class LambdaBootstrap : IDisposable
{
    private readonly Func<Stream, ILambdaContext, Task<Stream>> _handler;
    private readonly LambdaBootstrapInitializer? _initializer;
    private readonly LambdaEnvironment _environment;
    private readonly RuntimeApiClient _runtimeApi;

    internal LambdaBootstrap(
        Func<Stream, ILambdaContext, Task<Stream>> handler,
        LambdaBootstrapInitializer? initializer,
        LambdaEnvironment environment)
    {
        _handler = handler;
        _initializer = initializer;
        _environment = environment;
        _runtimeApi = new(environment.RuntimeApi);
    }

    /// <summary>
    /// Serves invocations until cancelled; the one in progress is finished first. A handler's exception fails its invocation only.
    /// </summary>
    /// <exception cref="HttpRequestException">The Runtime API is gone.</exception>
    /// <exception cref="RuntimeApiException">
    /// The Runtime API failed, refused what a handler returned (413: over the payload limit), or did not answer as its protocol has it.
    /// Left alone, it ends the process, and Lambda starts another: https://github.com/aws/aws-lambda-dotnet/issues/1815.
    /// </exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        HeapLimit.Set(_environment.MemoryLimitInMB);
        if (!await InitializeAsync())
            return;

        while (!cancellationToken.IsCancellationRequested)
        {
            Invocation invocation;
            try
            {
                invocation = await _runtimeApi.NextAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Cancellation is how the loop ends.
                return;
            }

            await InvokeAsync(invocation);
        }
    }

    /// <summary>Closes the connection to the Runtime API.</summary>
    public void Dispose() => _runtimeApi.Dispose();

    private async Task<bool> InitializeAsync()
    {
        try
        {
            return _initializer is null || await _initializer();
        }
        catch (Exception exception)
        {
            await _runtimeApi.ReportInitErrorAsync(exception);
            throw;
        }
    }

    private async Task InvokeAsync(Invocation invocation)
    {
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
        var logger = new StandardOutputLogger(invocation.RequestId, _environment.LogLevel);

        MemoryStream response;
        try
        {
            response = await HandleAsync(invocation, new LambdaContext(_environment, invocation, logger));
        }
        catch (Exception exception)
        {
            // Whatever a handler throws is the answer to its invocation.
            await FailAsync(invocation, logger, exception);
            return;
        }

        await _runtimeApi.RespondAsync(invocation.RequestId, response);
    }

    private async Task<MemoryStream> HandleAsync(Invocation invocation, LambdaContext context)
    {
        var output = await _handler(invocation.Event, context);
        if (output is MemoryStream buffered)
            return buffered;

        // Read here, so that a stream that breaks fails the handler and not the loop.
        await using (output)
        {
            var response = new MemoryStream();
            await output.CopyToAsync(response);
            response.Position = 0;
            return response;
        }
    }

    private async Task FailAsync(Invocation invocation, StandardOutputLogger logger, Exception exception)
    {
        logger.Log(LogLevel.Error, exception.ToString());
        await _runtimeApi.ReportInvocationErrorAsync(invocation.RequestId, exception);
    }
}
