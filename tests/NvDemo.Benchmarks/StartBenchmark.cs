using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Adapters.Postgres;
using NvDemo.Benchmarks.Measuring;
using NvDemo.Core.Security;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Services;
using StackExchange.Redis;

namespace NvDemo.Benchmarks;

/// <summary>
/// The Lambda executable that <c>NV_LAMBDA</c> names, from its start to its first reply, a list: from the cache, which takes neither secret
/// nor database, and through Secrets Manager and Postgres. It is served by the least of a Runtime API: one invocation.
/// </summary>
internal static class StartBenchmark
{
    private const int Starts = 20;

    private const string Invocation = """
        {"resource":"/{proxy+}","path":"/api/list","httpMethod":"GET","headers":{},"multiValueHeaders":{},"queryStringParameters":null,
        "requestContext":{"requestId":"start","httpMethod":"GET","path":"/api/list","authorizer":{"username":"client","scopes":"read"}},
        "body":null,"isBase64Encoded":false}
        """;

    public static async Task<Table[]> RunAsync()
    {
        var executable = Environment.GetEnvironmentVariable("NV_LAMBDA");
        if (!File.Exists(executable))
        {
            Console.Error.WriteLine("start: there is no Lambda executable; make it with ./nv build --aot.");
            return [];
        }

        var directory = Directory.CreateTempSubdirectory("nvdemo-benchmarks-").FullName;
        try
        {
            await using var data = await DataPlane.StartAsync(directory);
            await MigrateAsync(data.Postgres);
            return [await MeasureAsync(executable, data)];
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<Table> MeasureAsync(string executable, DataPlane data)
    {
        var table = new Table(
            $"Lambda from process start to first list, medians of {Starts} (budgets: 40 ms, 80 ms, 48 MB)", "list", "ms", "CPU ms", "RSS MB");
        await using var redis = await ConnectionMultiplexer.ConnectAsync(data.Redis.Endpoint);
        var settings = ServiceEnvironment.Create(data, new Uri("https://files.example.com/"));
        settings["NV_FUNCTION"] = "api";
        settings["Nv__DatabaseSecret"] = LocalAws.MigrationSecret;
        List<Start> slow = [], fast = [];
        for (var i = 0; i < Starts; i++)
        {
            await IndexServices.EmptyAsync(redis.GetDatabase());
            slow.Add(await StartAsync(executable, settings));
            fast.Add(await StartAsync(executable, settings));
        }

        Add("from the cache", fast);
        Add("through Secrets Manager and Postgres", slow);
        return table;

        void Add(string list, List<Start> starts) => table.Add(
            list,
            AlternatingRun.Median(starts.Select(start => start.Milliseconds)),
            AlternatingRun.Median(starts.Select(start => start.Processor)),
            AlternatingRun.Median(starts.Select(start => start.Megabytes)));
    }

    private static async Task<Start> StartAsync(string executable, Dictionary<string, string?> settings)
    {
        var reply = new TaskCompletionSource<(long At, string Json)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isInvoked = false;
        await using var api = await HttpServer.StartAsync(AnswerAsync);
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = api.Url.Authority;
        start.Environment["AWS_LAMBDA_FUNCTION_NAME"] = "api";
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        try
        {
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var (at, json) = await reply.Task.WaitAsync(TimeSpan.FromSeconds(10));
            if (!json.Contains("\"statusCode\":200", StringComparison.Ordinal))
                throw new InvalidOperationException(json);
            process.Refresh();
            return new Start(
                Stopwatch.GetElapsedTime(started, at).TotalMilliseconds, process.TotalProcessorTime.TotalMilliseconds, process.WorkingSet64 / 1e6);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        async Task AnswerAsync(HttpContext context)
        {
            if (context.Request.Path.Value!.EndsWith("/invocation/next", StringComparison.Ordinal))
            {
                if (Interlocked.Exchange(ref isInvoked, true))
                    await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = "start";
                context.Response.Headers["Lambda-Runtime-Deadline-Ms"] =
                    DateTimeOffset.UtcNow.AddSeconds(29).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
                context.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:us-east-1:000000000000:function:api";
                await context.Response.WriteAsync(Invocation);
                return;
            }

            var at = Stopwatch.GetTimestamp();
            using var reader = new StreamReader(context.Request.Body);
            reply.TrySetResult((at, await reader.ReadToEndAsync()));
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }
    }

    private static async Task MigrateAsync(PostgresServer postgres)
    {
        await using var database = new PostgresDatabase(
            postgres.ConnectionString,
            new CachedSecret<DatabaseCredentials>(new Owner(), "postgres", DatabaseCredentials.Parse, TimeProvider.System, NullLogger.Instance));
        await new SchemaMigrator(database, null, NullLogger<SchemaMigrator>.Instance).MigrateAsync(CancellationToken.None);
    }

    /// <summary>Until the reply, the time that passed and the time on the CPU, which means something on a busy machine too; the memory then.</summary>
    private readonly record struct Start(double Milliseconds, double Processor, double Megabytes);

    private sealed class Owner : ISecretStore
    {
        public Task<string> GetAsync(string name, CancellationToken cancellation) =>
            Task.FromResult($$"""{"username":"{{PostgresServer.UserName}}","password":"{{PostgresServer.Password}}"}""");
    }
}
