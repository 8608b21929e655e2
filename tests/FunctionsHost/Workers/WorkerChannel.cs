using System.Collections.Concurrent;
using System.Threading.Channels;
using FunctionsHost.App;
using FunctionsHost.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ContentCase = FunctionsHost.Protocol.StreamingMessage.ContentOneofCase;

namespace FunctionsHost.Workers;

/// <summary>The stream of messages between this host and one worker, from the worker's first message to the stream's end.</summary>
internal sealed class WorkerChannel(Action<RpcLog> onLog)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly Channel<StreamingMessage> _replies = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, string> _functionIds = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The worker's own HTTP server, where it has one (the ASP.NET Core integration).</summary>
    public Uri? HttpUri { get; private set; }

    /// <summary>What the worker says of itself.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Completes when the stream has ended; invocations under way have failed then.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Carries messages until the worker hangs up.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> fromWorker, IServerStreamWriter<StreamingMessage> toWorker, CancellationToken hungUp)
    {
        var sending = SendAsync(toWorker, hungUp);
        try
        {
            while (await fromWorker.MoveNext(hungUp))
                Receive(fromWorker.Current);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The worker has ended without closing the stream.
        }
        finally
        {
            _outgoing.Writer.TryComplete();
            _replies.Writer.TryComplete();
            _closed.SetResult();
            foreach (var invocation in _invocations.Values)
                invocation.TrySetException(new WorkerLostException());
            await sending;
        }
    }

    /// <summary>Introduces the host and the app, and returns the worker's functions.</summary>
    /// <exception cref="InvalidOperationException">The worker can't start the app; the message says why.</exception>
    public async Task<IReadOnlyList<RpcFunctionMetadata>> InitializeAsync(FunctionApp app, CancellationToken cancellation)
    {
        Send(new() { WorkerInitRequest = new() { HostVersion = HostVersion.Text, WorkerDirectory = app.Root, FunctionAppDirectory = app.Root } });
        var init = (await ReplyAsync(ContentCase.WorkerInitResponse, cancellation)).WorkerInitResponse;
        ThrowIfFailed("The worker could not be initialized", init.Result);
        HttpUri = init.Capabilities.TryGetValue("HttpUri", out var uri) ? new Uri(uri) : null;
        Version = init.WorkerVersion;

        Send(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = app.Root } });
        var metadata = (await ReplyAsync(ContentCase.FunctionMetadataResponse, cancellation)).FunctionMetadataResponse;
        ThrowIfFailed("The worker could not describe its functions", metadata.Result);
        return metadata.FunctionMetadataResults;
    }

    /// <summary>Makes the worker ready to run functions; returns why some could not be loaded, which fail when they are invoked.</summary>
    public async Task<IReadOnlyList<string>> LoadAsync(IReadOnlyCollection<RpcFunctionMetadata> functions, CancellationToken cancellation)
    {
        var errors = new List<string>();
        foreach (var function in functions)
            Send(new() { FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function } });
        for (var i = 0; i < functions.Count; i++)
        {
            var reply = (await ReplyAsync(ContentCase.FunctionLoadResponse, cancellation)).FunctionLoadResponse;
            var name = functions.First(function => function.FunctionId == reply.FunctionId).Name;
            if (reply.Result?.Status == StatusResult.Types.Status.Success)
                _functionIds[name] = reply.FunctionId;
            else
                errors.Add($"The function '{name}' could not be loaded: {reply.Result?.Exception?.Message}");
        }

        return errors;
    }

    /// <summary>Runs a function. Cancelling tells the worker, and still waits for what it answers.</summary>
    /// <exception cref="InvocationFailedException">It failed.</exception>
    /// <exception cref="InvalidOperationException">It could not be loaded.</exception>
    /// <exception cref="WorkerLostException">The worker ended first.</exception>
    public async Task<InvocationResponse> InvokeAsync(Invocation invocation, CancellationToken cancellation)
    {
        if (!_functionIds.TryGetValue(invocation.Function.Name, out var functionId))
            throw new InvalidOperationException($"The function '{invocation.Function.Name}' could not be loaded.");
        var completion = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _invocations[invocation.Id] = completion;
        try
        {
            Send(new() { InvocationRequest = invocation.ToRequest(functionId) });
            if (_closed.Task.IsCompleted)
                throw new WorkerLostException();
            await using var cancelled = cancellation.UnsafeRegister(
                _ => Send(new() { InvocationCancel = new() { InvocationId = invocation.Id } }), null);
            var response = await completion.Task;
            return response.Result?.Status == StatusResult.Types.Status.Success
                ? response
                : throw new InvocationFailedException(invocation.Function.Name, response.Result ?? new StatusResult());
        }
        finally
        {
            _invocations.TryRemove(invocation.Id, out _);
        }
    }

    /// <summary>Asks the worker to end.</summary>
    public void Terminate(TimeSpan grace) => Send(new() { WorkerTerminate = new() { GracePeriod = Duration.FromTimeSpan(grace) } });

    private void Send(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        _outgoing.Writer.TryWrite(message);
    }

    private async Task SendAsync(IServerStreamWriter<StreamingMessage> toWorker, CancellationToken hungUp)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(hungUp))
                await toWorker.WriteAsync(message, hungUp);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The stream has ended, which the reading side notices and tells.
        }
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case ContentCase.InvocationResponse:
                if (_invocations.TryGetValue(message.InvocationResponse.InvocationId, out var invocation))
                    invocation.TrySetResult(message.InvocationResponse);
                break;
            case ContentCase.RpcLog:
                onLog(message.RpcLog);
                break;
            case ContentCase.WorkerInitResponse or ContentCase.FunctionMetadataResponse or ContentCase.FunctionLoadResponse:
                _replies.Writer.TryWrite(message);
                break;
            default:
                break;
        }
    }

    private async Task<StreamingMessage> ReplyAsync(ContentCase content, CancellationToken cancellation)
    {
        try
        {
            var reply = await _replies.Reader.ReadAsync(cancellation);
            return reply.ContentCase == content
                ? reply
                : throw new InvalidOperationException($"The worker answered with {reply.ContentCase} instead of {content}.");
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException("The worker ended before it was ready.");
        }
    }

    private static void ThrowIfFailed(string what, StatusResult? result)
    {
        if (result?.Status == StatusResult.Types.Status.Success)
            return;
        throw new InvalidOperationException($"{what}: {result?.Exception?.Message ?? "it gave no reason"}");
    }
}
