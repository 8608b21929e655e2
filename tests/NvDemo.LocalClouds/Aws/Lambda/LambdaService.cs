using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds.Aws.Lambda;

/// <summary>
/// Lambda on this machine: runs functions as processes behind the Lambda Runtime API (2018-06-01), which it serves on a free port of
/// 127.0.0.1, together with the Invoke API (<c>POST /2015-03-31/functions/{name}/invocations</c>, request and response).
/// An instance takes one invocation at a time and is started when one is needed.
/// </summary>
public sealed class LambdaService(string region, ILogger<LambdaService> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FunctionPool> _functions = new(StringComparer.Ordinal);
    private LoopbackServer? _server;

    /// <summary>Where the Invoke API answers.</summary>
    /// <exception cref="InvalidOperationException">The service has not been started.</exception>
    public Uri Endpoint => new($"http://127.0.0.1:{Server.Port}");

    private LoopbackServer Server => _server ?? throw new InvalidOperationException("The Lambda service has not been started.");

    /// <summary>Starts the APIs. Functions are added afterwards.</summary>
    public async Task StartAsync()
    {
        var api = new LambdaApi(_functions);
        _server = await LoopbackServer.StartAsync(0, api.HandleAsync, logger);
    }

    /// <summary>Makes a function known; its first instance starts when it is needed.</summary>
    /// <exception cref="ArgumentException">There is a function of that name already.</exception>
    /// <exception cref="InvalidOperationException">The service has not been started.</exception>
    public void Add(LambdaFunctionOptions options)
    {
        if (!_functions.TryAdd(options.Name, new FunctionPool(options, region, Server.Port, logger)))
            throw new ArgumentException($"There is a function {options.Name} already.", nameof(options));
    }

    /// <summary>Starts an instance of each function and waits until each has asked for its first invocation.</summary>
    /// <exception cref="InvalidOperationException">One of them ended, or took more than its time-out, before that.</exception>
    public Task WarmAsync(CancellationToken cancellationToken = default) =>
        Task.WhenAll(_functions.Values.Select(function => function.WarmAsync(cancellationToken)));

    /// <summary>
    /// Invokes a function and waits for its answer. Whatever happens to the function is a result, a time-out and the end of its process
    /// included; so are payloads over <see cref="LambdaResult.PayloadLimit"/>.
    /// </summary>
    /// <param name="function">The function's name.</param>
    /// <param name="payload">The event, as JSON. It must not change until the result is there.</param>
    /// <param name="cancellationToken">Stops the waiting; an invocation that has begun goes on, one that waits is dropped.</param>
    /// <exception cref="ArgumentException">There is no such function.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public Task<LambdaResult> InvokeAsync(string function, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (payload.Length > LambdaResult.PayloadLimit)
        {
            return Task.FromResult(LambdaResult.Failed(
                LambdaResult.RequestTooLarge,
                $"Request must be smaller than {LambdaResult.PayloadLimit} bytes for the InvokeFunction operation"));
        }

        return Find(function).InvokeAsync(payload, cancellationToken);
    }

    /// <summary>The processes that serve a function now.</summary>
    /// <exception cref="ArgumentException">There is no such function.</exception>
    public IReadOnlyCollection<ChildProcess> Instances(string function) => Find(function).Processes;

    /// <summary>Ends every instance and the APIs. Invocations under way, and later ones, give a <c>ServiceException</c>.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_functions.Values.Select(function => function.StopAsync()));
        if (_server is { } server)
            await server.DisposeAsync();
    }

    /// <summary>As <see cref="StopAsync"/>, but the instances end at once (SIGKILL).</summary>
    public async Task KillAsync()
    {
        await Task.WhenAll(_functions.Values.Select(function => function.KillAsync()));
        if (_server is { } server)
            await server.DisposeAsync();
    }

    /// <summary>
    /// Has new instances take the place of those that there are, as a new version's do: these first answer what they have begun. Returns
    /// when they have ended.
    /// </summary>
    /// <exception cref="InvalidOperationException">A new one ended before it was ready; that function's old ones serve on.</exception>
    public Task ReplaceInstancesAsync() => Task.WhenAll(_functions.Values.Select(function => function.ReplaceAsync()));

    /// <summary>Freezes every instance (SIGSTOP) and starts none: invocations wait.</summary>
    public void Pause()
    {
        foreach (var function in _functions.Values)
            function.Pause();
    }

    /// <summary>Lets them go on after <see cref="Pause"/>.</summary>
    public void Resume()
    {
        foreach (var function in _functions.Values)
            function.Resume();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private FunctionPool Find(string function) =>
        _functions.GetValueOrDefault(function) ?? throw new ArgumentException($"There is no function {function}.", nameof(function));
}
