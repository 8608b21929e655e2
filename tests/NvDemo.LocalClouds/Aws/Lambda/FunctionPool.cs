using System.Globalization;
using Microsoft.Extensions.Logging;
using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds.Aws.Lambda;

/// <summary>
/// The instances of one function and the invocations that wait for one. As on Lambda, each cold start belongs to a waiting invocation:
/// when it fails, so does that invocation.
/// </summary>
internal sealed partial class FunctionPool(LambdaFunctionOptions options, string region, int runtimePort, ILogger logger)
{
    private static readonly LambdaResult Stopped = LambdaResult.Failed("ServiceException", "The Lambda service has stopped.");

    private static readonly LambdaResult Refused = LambdaResult.Failed(LambdaResult.TooManyRequests, "Rate Exceeded.");

    private readonly Lock _gate = new();
    private readonly Queue<Invocation> _waiting = new();
    private readonly List<FunctionInstance> _idle = [];
    private readonly Dictionary<string, FunctionInstance> _instances = [];
    private int _starting;
    private bool _stopped;
    private bool _paused;

    /// <summary>The function's ARN.</summary>
    public string Arn { get; } = $"arn:aws:lambda:{region}:000000000000:function:{options.Name}";

    /// <summary>The processes of the instances that live.</summary>
    public IReadOnlyCollection<ChildProcess> Processes
    {
        get
        {
            lock (_gate)
                return [.. _instances.Values.Select(instance => instance.Process)];
        }
    }

    // Those that nobody waits for any more, but that an instance has begun, count too.
    private int UnderWay => _waiting.Count(invocation => !invocation.IsAbandoned) + _instances.Values.Count(instance => instance.Current is not null);

    /// <summary>Runs an invocation on the next free instance.</summary>
    public Task<LambdaResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(payload, cancellationToken);
        lock (_gate)
        {
            if (_stopped)
                return Task.FromResult(Stopped);
            if (UnderWay >= options.ReservedConcurrency)
                return Task.FromResult(Refused);
            _waiting.Enqueue(invocation);
            Dispatch();
        }

        return invocation.Result;
    }

    /// <summary>Starts an instance if there is none and waits until one has asked for work.</summary>
    /// <exception cref="InvalidOperationException">The instance ended before that, or the service has stopped.</exception>
    public Task WarmAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_stopped)
                throw new InvalidOperationException(Stopped.ErrorMessage);
            return ReadyAsync(_instances.Values.FirstOrDefault() ?? Start(), cancellationToken);
        }
    }

    /// <summary>Has a new instance take the place of those that there are, which first answer what they have begun.</summary>
    /// <exception cref="InvalidOperationException">The new one ended before it was ready; the others serve on.</exception>
    public async Task ReplaceAsync()
    {
        FunctionInstance[] old;
        Task ready;
        lock (_gate)
        {
            if (_stopped)
                throw new InvalidOperationException(Stopped.ErrorMessage);
            old = [.. _instances.Values];
            ready = ReadyAsync(Start(), CancellationToken.None);
        }

        await ready;
        lock (_gate)
        {
            foreach (var instance in old)
            {
                instance.IsRetired = true;
                _idle.Remove(instance);
            }
        }

        await Task.WhenAll(old.Select(instance => instance.Process.StopAsync()));
    }

    private async Task ReadyAsync(FunctionInstance instance, CancellationToken cancellationToken)
    {
        if (!await instance.Initialized.WaitAsync(cancellationToken))
        {
            var reason = instance.InitError?.ErrorMessage ?? "it ended before it asked for work";
            throw new InvalidOperationException(
                $"The function {options.Name} did not start: {reason}. Its output is in {options.LogFile}.");
        }
    }

    /// <summary>The instance of that id, while it lives.</summary>
    public FunctionInstance? Find(string id)
    {
        lock (_gate)
            return _instances.GetValueOrDefault(id);
    }

    /// <summary>The runtime asks for work; <c>null</c> when it has not answered the last invocation.</summary>
    public TaskCompletionSource<Invocation>? Next(FunctionInstance instance)
    {
        lock (_gate)
        {
            if (instance.Current is not null)
                return null;
            if (instance.Initialize(succeeded: true))
            {
                _starting--;
                instance.Watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            Withdraw(instance);
            var next = instance.Next = new TaskCompletionSource<Invocation>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (instance.IsRetired)
                return next;
            _idle.Add(instance);
            Dispatch();
            if (options.IsFrozenWhenIdle && instance.Current is null)
                instance.Process.Freeze();
            return next;
        }
    }

    /// <summary>The runtime hung up while it waited for work.</summary>
    public void HangUp(FunctionInstance instance, TaskCompletionSource<Invocation> next)
    {
        lock (_gate)
        {
            if (instance.Next == next)
                Withdraw(instance);
        }
    }

    /// <summary>The runtime answers an invocation; <c>false</c> when that is not the one it has.</summary>
    public bool Complete(FunctionInstance instance, string requestId, LambdaResult result)
    {
        Invocation invocation;
        lock (_gate)
        {
            if (instance.Current is not { } current || current.RequestId != requestId)
                return false;
            invocation = current;
            instance.Current = null;
            instance.Watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        invocation.Complete(result);
        return true;
    }

    /// <summary>The runtime could not start: the instance is ended.</summary>
    public void FailInit(FunctionInstance instance, LambdaResult error)
    {
        lock (_gate)
            instance.InitError ??= error;
        _ = instance.Process.KillAsync();
    }

    /// <summary>Freezes every instance (SIGSTOP) and starts none.</summary>
    public void Pause()
    {
        lock (_gate)
            _paused = true;
        foreach (var process in Processes)
            process.Pause();
    }

    /// <summary>Lets them go on after <see cref="Pause"/>.</summary>
    public void Resume()
    {
        foreach (var process in Processes)
            process.Resume();
        lock (_gate)
        {
            _paused = false;
            Dispatch();
        }
    }

    /// <summary>Ends every instance; what waits or runs fails.</summary>
    public Task StopAsync() => EndAsync(process => process.StopAsync());

    /// <summary>As <see cref="StopAsync"/>, but at once (SIGKILL).</summary>
    public Task KillAsync() => EndAsync(process => process.KillAsync());

    private async Task EndAsync(Func<ChildProcess, Task> end)
    {
        List<FunctionInstance> instances;
        lock (_gate)
        {
            _stopped = true;
            while (_waiting.TryDequeue(out var invocation))
                invocation.Complete(Stopped);
            instances = [.. _instances.Values];
        }

        await Task.WhenAll(instances.Select(instance => end(instance.Process)));
    }

    private void Dispatch()
    {
        while (_waiting.TryPeek(out var invocation))
        {
            if (!invocation.IsAbandoned)
            {
                if (TakeIdle() is not { } instance)
                    break;
                Assign(instance, invocation);
            }

            _waiting.Dequeue();
        }

        while (!_stopped && !_paused && _starting < _waiting.Count && _instances.Count < options.MaxInstances)
            Start();
    }

    private FunctionInstance? TakeIdle()
    {
        while (_idle.Count > 0)
        {
            // The one used last: the others may end unused, as on Lambda.
            var instance = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            if (!instance.TimedOut && !instance.Process.Exited.IsCompleted)
                return instance;
        }

        return null;
    }

    private void Assign(FunctionInstance instance, Invocation invocation)
    {
        invocation.Deadline = DateTimeOffset.UtcNow + options.Timeout;
        instance.Current = invocation;
        instance.Watchdog.Change(options.Timeout, Timeout.InfiniteTimeSpan);
        if (options.IsFrozenWhenIdle && !_paused)
            instance.Process.Thaw();
        instance.Next!.SetResult(invocation);
    }

    private void Withdraw(FunctionInstance instance)
    {
        _idle.Remove(instance);
        instance.Next?.TrySetCanceled();
    }

    private FunctionInstance Start()
    {
        var id = Guid.NewGuid().ToString("N");
        var environment = new Dictionary<string, string?>(options.Environment)
        {
            ["AWS_LAMBDA_RUNTIME_API"] = $"127.0.0.1:{runtimePort}/{options.Name}/{id}",
            ["AWS_LAMBDA_FUNCTION_NAME"] = options.Name,
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = options.MemoryMB.ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{options.Name}",
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = $"{DateTime.UtcNow:yyyy'/'MM'/'dd}/[$LATEST]{id}",
        };
        var process = ChildProcess.Start(new ChildProcessOptions(options.FileName, options.LogFile)
        {
            Arguments = options.Arguments,
            Environment = environment,
        });
        var watchdog = new Timer(_ => TimeOut(id), null, options.Timeout, Timeout.InfiniteTimeSpan);
        var instance = new FunctionInstance(id, process) { Watchdog = watchdog };
        _instances.Add(id, instance);
        _starting++;
        _ = process.Exited.ContinueWith(_ => Remove(instance), TaskScheduler.Default);
        return instance;
    }

    private void TimeOut(string id)
    {
        FunctionInstance? instance;
        Invocation? invocation;
        LambdaResult error;
        lock (_gate)
        {
            if (!_instances.TryGetValue(id, out instance))
                return;
            invocation = instance.Current;
            var starting = !instance.Initialized.IsCompleted;
            if (starting ? _stopped : invocation is null)
                return;
            if (invocation is not null && invocation.Deadline - DateTimeOffset.UtcNow is { Ticks: > 0 } left)
            {
                // Set for an invocation before this one, or early by the clock's resolution.
                instance.Watchdog.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }

            var requestId = invocation?.RequestId ?? Guid.NewGuid().ToString();
            var seconds = options.Timeout.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
            error = LambdaResult.Failed("Sandbox.Timedout", $"RequestId: {requestId} Error: Task timed out after {seconds} seconds");
            instance.Current = null;
            instance.TimedOut = true;
            if (starting)
                instance.InitError = error;
        }

        _ = instance.Process.KillAsync();
        invocation?.Complete(error);
        LogTimeout(options.Name, instance.Process.Id, options.Timeout.TotalSeconds);
    }

    private void Remove(FunctionInstance instance)
    {
        Invocation? invocation;
        LambdaResult? error = null;
        bool starting, stopped;
        lock (_gate)
        {
            stopped = _stopped;
            instance.Watchdog.Dispose();
            _instances.Remove(instance.Id);
            Withdraw(instance);
            invocation = instance.Current;
            instance.Current = null;
            starting = instance.Initialize(succeeded: false);
            if (starting)
            {
                _starting--;
                error = instance.InitError;
                _waiting.TryDequeue(out invocation);
            }

            if (!stopped)
                Dispatch();
        }

        if (!stopped && instance is { TimedOut: false, IsRetired: false })
            LogEnded(options.Name, instance.Process.Id, starting ? "starting" : invocation is null ? "idle" : "busy");
        if (invocation is not null)
        {
            invocation.Complete(stopped ? Stopped : error ?? LambdaResult.Failed(
                "Runtime.ExitError", $"RequestId: {invocation.RequestId} Error: Runtime exited without providing a reason"));
        }
    }

    [LoggerMessage(LogLevel.Warning, "The function {Function} (process {Process}) took more than {Seconds} s and was killed.")]
    private partial void LogTimeout(string function, int process, double seconds);

    [LoggerMessage(LogLevel.Warning, "The function {Function} (process {Process}) ended while it was {State}.")]
    private partial void LogEnded(string function, int process, string state);
}
