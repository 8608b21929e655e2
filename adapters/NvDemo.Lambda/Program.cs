using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Microsoft.Extensions.Logging;
using NvDemo.Adapters;
using NvDemo.Lambda;

using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole(console =>
{
    console.SingleLine = true;
    console.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
}));
var serializer = new SourceGeneratorLambdaJsonSerializer<LambdaJsonContext>();

using var bootstrap = Environment.GetEnvironmentVariable("NV_FUNCTION") switch
{
    "api" => LambdaBootstrapBuilder.Create(
        new ApiFunction(Compose(Settings.ForService).CreateService("aws", authenticator: null).Http).HandleAsync, serializer).Build(),
    "authorizer" => LambdaBootstrapBuilder.Create(
        new AuthorizerFunction(Compose(Settings.ForAuthentication).CreateAuthenticator()).HandleAsync, serializer).Build(),
    "index" => LambdaBootstrapBuilder.Create(
        new IndexFunction(Compose(Settings.ForService).CreateService("aws", authenticator: null).Events).HandleAsync, serializer).Build(),
    "postgres-init" => LambdaBootstrapBuilder.Create(
        new PostgresInitFunction(Compose(Settings.ForMigration).CreateMigrator()).HandleAsync, serializer).Build(),
    var unknown => throw new SettingsException($"NV_FUNCTION is '{unknown}', not one of api, authorizer, index, postgres-init."),
};
await bootstrap.RunAsync();

Composition Compose(Func<Func<string, string?>, Settings> read) => new(read(Environment.GetEnvironmentVariable), loggers);
