using System.Diagnostics;
using System.Text.Json;
using FunctionsHost.App;
using FunctionsHost.Triggers;
using FunctionsHost.Workers;

namespace FunctionsHost.Http;

/// <summary>
/// The host's own paths, whatever the functions' routes: <c>/admin/…</c> with the master key, and <c>/runtime/webhooks/…</c>, where no
/// extension listens.
/// </summary>
internal sealed partial class HostEndpoints(
    WorkerPool workers, KeyRing keys, IEnumerable<IManualTrigger> triggers, IHostApplicationLifetime lifetime, ILogger<HostEndpoints> logger)
{
    private readonly Dictionary<string, IManualTrigger> _triggers =
        triggers.ToDictionary(trigger => trigger.TriggerType, StringComparer.OrdinalIgnoreCase);

    /// <summary>Maps them, before all functions.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/admin/host/ping", ["GET", "POST"], () => Results.Ok()).WithOrder(int.MinValue);
        var admin = routes.MapGroup("/admin").WithOrder(int.MinValue).AddEndpointFilter(async (call, next) =>
            keys.IsAdmin(call.HttpContext.Request) ? await next(call) : Results.StatusCode(StatusCodes.Status401Unauthorized));
        admin.MapGet("/host/status", Status);
        admin.MapGet("/functions", async (CancellationToken aborted) =>
            (await workers.Catalog.WaitAsync(aborted)).Functions.Select(Describe));
        admin.MapGet("/functions/{name}", async (string name, CancellationToken aborted) =>
            (await workers.Catalog.WaitAsync(aborted)).TryFind(name, out var function) ? Results.Json(Describe(function)) : Results.NotFound());
        admin.MapPost("/functions/{name}", InvokeAsync);
        foreach (var path in (string[])["/admin/{**rest}", "/runtime/webhooks/{**rest}"])
        {
            routes.Map(path, (HttpRequest request) => Results.StatusCode(
                keys.IsAdmin(request) ? StatusCodes.Status404NotFound : StatusCodes.Status401Unauthorized)).WithOrder(int.MinValue);
        }
    }

    private IResult Status() => Results.Json(new
    {
        id = Environment.MachineName.ToLowerInvariant(),
        state = workers.IsReady ? "Running" : workers.StartError is null ? "Initialized" : "Error",
        version = HostVersion.Text,
        versionDetails = "local",
        instanceId = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture),
        computerName = Environment.MachineName,
        processUptime = (long)(DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds,
        errors = workers.StartError is { } error ? (string[])[error] : [],
    });

    /// <summary>
    /// <c>POST /admin/functions/{name}</c> with <c>{"input":"…"}</c>
    /// (https://learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http): 202 when the invocation has begun.
    /// </summary>
    private async Task<IResult> InvokeAsync(string name, HttpRequest request)
    {
        if (!request.HasJsonContentType())
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        string? input;
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            input = body.RootElement.TryGetProperty("input", out var value) ? value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Results.BadRequest();
        }

        if (!workers.Catalog.IsCompletedSuccessfully)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (!(await workers.Catalog).TryFind(name, out var function) || !_triggers.TryGetValue(function.TriggerType, out var trigger))
            return Results.NotFound();
        _ = Task.Run(() => RunAsync(trigger, function, input), CancellationToken.None);
        return Results.Accepted();
    }

    private async Task RunAsync(IManualTrigger trigger, FunctionDefinition function, string? input)
    {
        try
        {
            await trigger.InvokeAsync(function, input, lifetime.ApplicationStopping);
        }
        catch (Exception e)
        {
            LogFailed(e, function.Name);
        }
    }

    private static object Describe(FunctionDefinition function) => new
    {
        name = function.Name,
        isDisabled = function.IsDisabled,
        language = function.Metadata.Language,
        script_file = function.Metadata.ScriptFile,
        config = new { bindings = new[] { function.Trigger } },
    };

    [LoggerMessage(LogLevel.Error, "The function {Function}, run by hand, failed.")]
    private partial void LogFailed(Exception exception, string function);
}
