using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
if (Environment.GetEnvironmentVariable("WITHOUT_ASPNETCORE") is null)
    builder.ConfigureFunctionsWebApplication();
builder.Services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = null);
await builder.Build().RunAsync();
