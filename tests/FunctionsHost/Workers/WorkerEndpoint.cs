using System.Collections.Concurrent;
using System.Net;
using FunctionsHost.Protocol;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FunctionsHost.Workers;

/// <summary>
/// The gRPC server that workers connect to, on a free port of 127.0.0.1. A server of its own, so that workers stay connected while the
/// HTTP server finishes what it has begun.
/// </summary>
internal sealed class WorkerEndpoint(WorkerLog log) : IHostedService, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<WorkerChannel>> _expected = new();
    private WebApplication? _server;

    /// <summary>Where workers connect.</summary>
    public Uri Url => new(_server!.Urls.Single());

    /// <summary>The channel of a worker that is about to be started; completes when it connects.</summary>
    public Task<WorkerChannel> ExpectAsync(string workerId) =>
        _expected.GetOrAdd(workerId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>A worker that did not come is no longer waited for.</summary>
    public void Forget(string workerId) => _expected.TryRemove(workerId, out _);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = null);
        builder.Services.AddSingleton(this);
        _server = builder.Build();
        _server.MapGrpcService<Service>();
        await _server.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class Service(WorkerEndpoint endpoint) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream,
            IServerStreamWriter<StreamingMessage> responseStream,
            ServerCallContext context)
        {
            if (!await requestStream.MoveNext(context.CancellationToken)
                || requestStream.Current.StartStream is not { WorkerId: var workerId }
                || !endpoint._expected.TryRemove(workerId, out var expected))
            {
                throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "This host has not started such a worker."));
            }

            var channel = new WorkerChannel(endpoint.Log);
            expected.SetResult(channel);
            await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
        }
    }

    private void Log(RpcLog message) => log.Write(message);
}
