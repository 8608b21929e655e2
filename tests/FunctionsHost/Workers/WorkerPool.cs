using System.Net.Sockets;
using FunctionsHost.App;
using FunctionsHost.Protocol;

namespace FunctionsHost.Workers;

/// <summary>
/// Keeps as many workers running as <c>FUNCTIONS_WORKER_PROCESS_COUNT</c> says, starts another where one ended, and hands invocations to
/// one after the other.
/// </summary>
internal sealed partial class WorkerPool(FunctionApp app, WorkerEndpoint endpoint, WorkerLog log, ILogger<WorkerPool> logger) : BackgroundService
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TerminationGrace = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<WorkerChannel> _ready = [];
    private readonly TaskCompletionSource<FunctionCatalog> _catalog = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _available = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _turn;

    /// <summary>The app's functions, once the first worker has told them and is ready.</summary>
    public Task<FunctionCatalog> Catalog => _catalog.Task;

    /// <summary>Why no worker could be started, as long as none could.</summary>
    public string? StartError { get; private set; }

    /// <summary>Whether a worker is ready.</summary>
    public bool IsReady
    {
        get
        {
            lock (_gate)
                return _ready.Count > 0;
        }
    }

    /// <summary>The worker whose turn it is; waits while none is ready.</summary>
    public async Task<WorkerChannel> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task available;
            lock (_gate)
            {
                if (_ready.Count > 0)
                    return _ready[(int)(_turn++ % (uint)_ready.Count)];
                available = _available.Task;
            }

            await available.WaitAsync(cancellation);
        }
    }

    /// <summary>Runs a function on the worker whose turn it is.</summary>
    /// <exception cref="InvocationFailedException">It failed.</exception>
    /// <exception cref="WorkerLostException">The worker ended first.</exception>
    public async Task<InvocationResponse> InvokeAsync(Invocation invocation, CancellationToken cancellation) =>
        await (await NextAsync(cancellation)).InvokeAsync(invocation, cancellation);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var count = int.TryParse(app.Setting("FUNCTIONS_WORKER_PROCESS_COUNT"), out var number) ? Math.Clamp(number, 1, 10) : 1;
        return Task.WhenAll(Enumerable.Range(0, count).Select(_ => KeepRunningAsync(stoppingToken)));
    }

    private async Task KeepRunningAsync(CancellationToken stopping)
    {
        var backoff = new RestartBackoff();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var worker = WorkerProcess.Start(app, Guid.NewGuid().ToString(), endpoint.Url, log);
                await RunAsync(worker, backoff, stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                StartError = e.Message;
                LogNotStarted(e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var delay = backoff.Next();
            if (!stopping.IsCancellationRequested)
                LogRestart(delay.TotalSeconds);
            await Task.Delay(delay, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>From a worker's start to its end.</summary>
    private async Task RunAsync(WorkerProcess worker, RestartBackoff backoff, CancellationToken stopping)
    {
        var channel = await ConnectAsync(worker, stopping);
        Add(channel);
        backoff.Started();
        try
        {
            await Task.WhenAny(channel.Closed, worker.Exited).WaitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            Remove(channel);
            channel.Terminate(TerminationGrace);
            await Task.WhenAny(worker.Exited, Task.Delay(TerminationGrace, CancellationToken.None));
            return;
        }

        Remove(channel);
        worker.Kill();
        await worker.Exited;
        LogEnded(worker.ProcessId, worker.ExitCode);
    }

    private async Task<WorkerChannel> ConnectAsync(WorkerProcess worker, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(StartTimeout);
        try
        {
            var expected = endpoint.ExpectAsync(worker.Id);
            await Task.WhenAny(expected, worker.Exited).WaitAsync(limit.Token);
            if (!expected.IsCompleted)
                throw new InvalidOperationException($"The worker ended with {worker.ExitCode} before it connected.");
            var channel = await expected;
            var functions = await channel.InitializeAsync(app, limit.Token);
            var catalog = new FunctionCatalog(app, functions);
            foreach (var error in await channel.LoadAsync([.. catalog.Functions.Select(function => function.Metadata)], limit.Token))
                LogNotLoaded(error);
            await ListeningAsync(channel.HttpUri, limit.Token);
            LogReady(worker.ProcessId, channel.Version, catalog.Functions.Count);
            StartError = null;
            _catalog.TrySetResult(catalog);
            return channel;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new TimeoutException($"The worker was not ready after {StartTimeout.TotalSeconds} s.");
        }
        finally
        {
            endpoint.Forget(worker.Id);
        }
    }

    // The worker says that it is ready before its HTTP server listens.
    private static async Task ListeningAsync(Uri? server, CancellationToken cancellation)
    {
        while (server is not null)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(server.Host, server.Port, cancellation);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(10, cancellation);
            }
        }
    }

    private void Add(WorkerChannel channel)
    {
        lock (_gate)
        {
            _ready.Add(channel);
            _available.TrySetResult();
        }
    }

    private void Remove(WorkerChannel channel)
    {
        lock (_gate)
        {
            if (_ready.Remove(channel) && _ready.Count == 0)
                _available = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    [LoggerMessage(LogLevel.Information, "Worker {Process} (version {Version}) is ready with {Functions} functions.")]
    private partial void LogReady(int process, string version, int functions);

    [LoggerMessage(LogLevel.Error, "{Error}")]
    private partial void LogNotLoaded(string error);

    [LoggerMessage(LogLevel.Error, "The worker could not be started: {Reason}")]
    private partial void LogNotStarted(string reason);

    [LoggerMessage(LogLevel.Error, "Worker {Process} ended with {ExitCode}.")]
    private partial void LogEnded(int process, int exitCode);

    [LoggerMessage(LogLevel.Information, "Another worker is started in {Seconds} s.")]
    private partial void LogRestart(double seconds);
}
