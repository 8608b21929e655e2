using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NvDemo.Adapters;
using NvDemo.Core.Reconciliation;
using NvDemo.Lambda;

using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole(console =>
{
    console.SingleLine = true;
    console.ColorBehavior = LoggerColorBehavior.Disabled;
}));
var serializer = new SourceGeneratorLambdaJsonSerializer<LambdaJsonContext>();

using var bootstrap = Environment.GetEnvironmentVariable("NV_FUNCTION") switch
{
    "api" => Create<APIGatewayProxyRequest, APIGatewayProxyResponse>(
        new ApiFunction(Compose(Settings.ForService).CreateService("aws", authenticator: null).Http).HandleAsync),
    "authorizer" => Create<APIGatewayCustomAuthorizerRequest, APIGatewayCustomAuthorizerResponse>(
        new AuthorizerFunction(Compose(Settings.ForAuthentication).CreateAuthenticator()).HandleAsync),
    "index" => Create<SQSEvent, SQSBatchResponse>(
        new IndexFunction(Compose(Settings.ForService).CreateService("aws", authenticator: null).Events).HandleAsync),
    "reconcile" => Create<JsonElement, ReconcileReport>(
        new ReconcileFunction(Compose(Settings.ForService).CreateService("aws", authenticator: null).Reconciler).HandleAsync),
    "postgres-init" => Create<JsonElement, MigrationResult>(
        new PostgresInitFunction(Compose(Settings.ForMigration).CreateMigrator()).HandleAsync),
    var unknown => throw new SettingsException($"NV_FUNCTION is '{unknown}', not one of api, authorizer, index, reconcile, postgres-init."),
};
await bootstrap.RunAsync();

Composition Compose(Func<Func<string, string?>, Settings> read) => new(read(Environment.GetEnvironmentVariable), loggers);

LambdaBootstrap Create<TInput, TOutput>(Func<TInput, ILambdaContext, Task<TOutput>> handler) =>
    LambdaBootstrapBuilder.Create(handler, serializer).Build();
