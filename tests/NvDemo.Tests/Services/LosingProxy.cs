namespace NvDemo.Tests.Services;

/// <summary>Stands before a server and loses its first reply to a method, when the server has done what it was asked.</summary>
internal sealed class LosingProxy : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private LoopbackApplication? _application;
    private int _lost;

    private LosingProxy()
    {
    }

    public Uri Url => _application!.Url;

    /// <summary>How many replies were lost.</summary>
    public int Lost => _lost;

    public static async Task<LosingProxy> StartAsync(Uri server, HttpMethod method)
    {
        var proxy = new LosingProxy();
        proxy._application = await LoopbackApplication.StartAsync(async context =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(server, context.Request.Path + context.Request.QueryString.ToString()));
            request.Content = new StreamContent(context.Request.Body);
            foreach (var (name, values) in context.Request.Headers)
            {
                if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                    request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }

            using var response = await proxy._http.SendAsync(request);
            if (request.Method == method && Interlocked.CompareExchange(ref proxy._lost, 1, 0) == 0)
            {
                context.Abort();
                return;
            }

            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
                context.Response.Headers[name] = values.ToArray();
            context.Response.Headers.Remove("Transfer-Encoding");
            await response.Content.CopyToAsync(context.Response.Body);
        });
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _application!.DisposeAsync();
        _http.Dispose();
    }
}
