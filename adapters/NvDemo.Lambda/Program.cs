using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NvDemo.Adapters;
using NvDemo.Adapters.Configuration;
using NvDemo.Core.Composition;
using NvDemo.Core.Http;
using NvDemo.Core.Http.Middleware;
using NvDemo.Core.Reconciliation;
using NvDemo.Lambda;

using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole(console =>
{
    console.SingleLine = true;
    console.ColorBehavior = LoggerColorBehavior.Disabled;
}));
var serializer = new SourceGeneratorLambdaJsonSerializer<LambdaJsonContext>();

var settings = new SettingsReader(Environment.GetEnvironmentVariable);
var services = new ServiceCollection().AddSingleton<ILoggerFactory>(loggers).AddSingleton(typeof(ILogger<>), typeof(Logger<>));

using var bootstrap = Environment.GetEnvironmentVariable("NV_FUNCTION") switch
{
    "api" => Create<ApiFunction, APIGatewayProxyRequest, APIGatewayProxyResponse>(AddApi, function => function.HandleAsync),
    "authorizer" => Create<AuthorizerFunction, APIGatewayCustomAuthorizerRequest, APIGatewayCustomAuthorizerResponse>(
        () => services.AddBasicAuthentication(settings), function => function.HandleAsync),
    "index" => Create<IndexFunction, SQSEvent, SQSBatchResponse>(AddService, function => function.HandleAsync),
    "reconcile" => Create<ReconcileFunction, JsonElement, ReconcileReport>(AddService, function => function.HandleAsync),
    "postgres-init" => Create<PostgresInitFunction, JsonElement, MigrationResult>(
        () => services.AddMigrations(settings), function => function.HandleAsync),
    var unknown => throw new SettingsException($"NV_FUNCTION is '{unknown}', not one of api, authorizer, index, reconcile, postgres-init."),
};
await bootstrap.RunAsync();

void AddApi()
{
    AddService();
    services.AddSingleton<IMiddleware, WholeResponses>();
}

void AddService() => services.AddNvCore(ServiceSettings.Read(settings, "aws")).AddDataPlane(settings);

LambdaBootstrap Create<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFunction, TInput, TOutput>(
    Action add, Func<TFunction, Func<TInput, ILambdaContext, Task<TOutput>>> handler)
    where TFunction : class
{
    add();
    settings.ThrowIfAnyIsWrong();
    var function = services.AddSingleton<TFunction>().BuildServiceProvider().GetRequiredService<TFunction>();
    return LambdaBootstrapBuilder.Create(handler(function), serializer).Build();
}
