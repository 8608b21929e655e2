using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NvDemo.Adapters.Configuration;
using NvDemo.Core.Reconciliation;
using NvDemo.Lambda;
using OpenTelemetry.Trace;

// A line of JSON for each event: CloudWatch finds its fields by themselves.
using var loggers = LoggerFactory.Create(logging => logging
    .Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId)
    .AddJsonConsole(console =>
    {
        console.IncludeScopes = true;
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
    }));
var serializer = new SourceGeneratorLambdaJsonSerializer<LambdaJsonContext>();
var services = new ServiceCollection().AddSingleton<ILoggerFactory>(loggers).AddSingleton(typeof(ILogger<>), typeof(Logger<>));
using var metrics = new EmbeddedMetrics(Environment.GetEnvironmentVariable("NV_FUNCTION") ?? "", Console.Out);

// With an extension Lambda sends it before it ends an instance, and waits for half a second at most; without one it ends idle instances
// at once: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-shutdown.
using var stopping = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
ServiceProvider? provider = null;
try
{
    using var bootstrap = CreateBootstrap();
    await bootstrap.RunAsync(stopping.Token);
    return 0;
}
catch (SettingsException)
{
    return 1;
}
finally
{
    if (provider is not null)
        await provider.DisposeAsync();
}

// The invocation under way is answered first; then its connections are given back.
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}

LambdaBootstrap CreateBootstrap()
{
    try
    {
        return services.AddFunction(new SettingsReader(Environment.GetEnvironmentVariable)) switch
        {
            "api" => Create<ApiFunction, APIGatewayProxyRequest, APIGatewayProxyResponse>(function => function.HandleAsync),
            "authorizer" => Create<AuthorizerFunction, APIGatewayCustomAuthorizerRequest, APIGatewayCustomAuthorizerResponse>(
                function => function.HandleAsync),
            // A function of its own, so that its instances are not those that the clients keep busy.
            "health" => Create<ApiFunction, APIGatewayProxyRequest, APIGatewayProxyResponse>(function => function.HandleAsync),
            "index" => Create<IndexFunction, SQSEvent, SQSBatchResponse>(function => function.HandleAsync),
            "reconcile" => Create<ReconcileFunction, JsonElement, ReconcileReport>(function => function.HandleAsync),
            "postgres-init" => Create<PostgresInitFunction, JsonElement, MigrationResult>(function => function.HandleAsync),
            var other => throw new InvalidOperationException($"There is no handler for {other}."),
        };
    }
    catch (SettingsException e)
    {
        return Refuse(e);
    }
}

LambdaBootstrap Create<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFunction, TInput, TOutput>(
    Func<TFunction, Func<TInput, ILambdaContext, Task<TOutput>>> handler)
    where TFunction : class
{
    provider = services.AddSingleton<TFunction>().BuildServiceProvider();
    var answer = handler(provider.GetRequiredService<TFunction>());
    return LambdaBootstrapBuilder.Create(metrics.Written(provider.GetService<TracerProvider>()?.Sent(answer) ?? answer), serializer).Build();
}

// The log has the message before anything else, and so has the function's init error, which is what Lambda shows.
static LambdaBootstrap Refuse(SettingsException error)
{
    Console.Error.WriteLine(error.Message);
    return LambdaBootstrapBuilder.Create((_, _) => Task.FromException<Stream>(error))
        .UseBootstrapHandler(() => Task.FromException<bool>(error))
        .Build();
}
