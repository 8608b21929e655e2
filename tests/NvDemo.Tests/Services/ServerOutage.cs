using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Services;

/// <summary>A server of the data plane that is out, stopped or hanging, until this is disposed of.</summary>
internal sealed class ServerOutage : IAsyncDisposable
{
    private readonly Server _server;
    private readonly bool _stopped;

    private ServerOutage(Server server, bool stopped) => (_server, _stopped) = (server, stopped);

    public static async Task<ServerOutage> BeginAsync(Server server, bool stopped)
    {
        if (stopped)
            await server.StopAsync();
        else
            server.Pause();
        return new ServerOutage(server, stopped);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopped)
            await _server.StartAgainAsync();
        else
            _server.Resume();
    }
}
