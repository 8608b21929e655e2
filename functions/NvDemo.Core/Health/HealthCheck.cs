using System.Reflection;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Health;

/// <summary>
/// <c>GET /health</c>: asks every dependency at once, each for at most a second (<see cref="Probe"/>), and keeps the answer for a second.
/// Without Postgres or S3 the service is out (503); without Redis it is slower, but right (<c>degraded</c>).
/// </summary>
public sealed class HealthCheck(IObjectStore store, IFileIndex index, IListCache cache, ServiceOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);
    private static readonly string Version =
        typeof(HealthCheck).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly Probe _postgres = new(index.PingAsync, clock);
    private readonly Probe _s3 = new(store.PingAsync, clock);
    private readonly Probe _redis = new(
        async cancellation =>
        {
            if (!await cache.PingAsync(cancellation))
                throw new DependencyException("Redis", DependencyFailure.OutOfReach);
        },
        clock);

    private readonly Lock _gate = new();
    private Task<State>? _state;
    private long _askedAt;

    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var state = await CurrentAsync().WaitAsync(cancellation);
        var isOut = !state.Postgres || !state.S3;
        var status = isOut ? "unavailable" : state.Redis ? "ok" : "degraded";
        var body = JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("status", status);
            json.WriteString("cloud", options.Cloud);
            json.WriteString("version", Version);
            json.WriteStartObject("checks");
            json.WriteString("postgres", Word(state.Postgres));
            json.WriteString("s3", Word(state.S3));
            json.WriteString("redis", Word(state.Redis));
            json.WriteEndObject();
            json.WriteEndObject();
        });
        var response = Response.Of(isOut ? 503 : 200, MediaTypes.Json, body).With("Cache-Control", "no-store");
        return isOut ? response.With("Retry-After", Problem.RetryAfterSeconds.ToString()) : response;
    }

    private Task<State> CurrentAsync()
    {
        lock (_gate)
        {
            if (_state is null || (_state.IsCompleted && clock.GetElapsedTime(_askedAt) >= Lifetime))
            {
                _askedAt = clock.GetTimestamp();
                _state = AskAsync();
            }

            return _state;
        }
    }

    private async Task<State> AskAsync()
    {
        var (postgres, s3, redis) = (_postgres.AskAsync(), _s3.AskAsync(), _redis.AskAsync());
        return new State(await postgres, await s3, await redis);
    }

    private static string Word(bool isWell) => isWell ? "ok" : "unavailable";

    private sealed record State(bool Postgres, bool S3, bool Redis);
}
