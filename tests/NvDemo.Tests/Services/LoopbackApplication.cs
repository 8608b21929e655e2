using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace NvDemo.Tests.Services;

/// <summary>ASP.NET Core in front of one handler, on a port of this machine; by default on a free one.</summary>
internal sealed class LoopbackApplication : IAsyncDisposable
{
    private readonly WebApplication _application;

    private LoopbackApplication(WebApplication application) => _application = application;

    public Uri Url => new(_application.Urls.Single());

    public static async Task<LoopbackApplication> StartAsync(RequestDelegate handler, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port));
        var application = builder.Build();
        application.Run(handler);
        await application.StartAsync();
        return new LoopbackApplication(application);
    }

    /// <summary>Ends at once, with what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }
}
