using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Azure.Functions.Worker.Queues;
using Microsoft.Azure.Functions.Worker.Timers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>
/// Builds an application of functions that is its own host: HTTP triggers on Kestrel, queue triggers by polling, timers by the clock.
/// </summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder
{
    private const string DefaultUrl = "http://127.0.0.1:7071";

    private readonly WebApplicationBuilder _builder;
    private readonly Assembly _assembly;
    private readonly IConfiguration _hostJson = HostJson.Load();

    internal FunctionsApplicationBuilder(string[] args, Assembly assembly)
    {
        _assembly = assembly;
        _builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        _builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        _builder.Logging.AddConfiguration(_hostJson.GetSection("logging"));
        _builder.Services.Configure<KestrelServerOptions>(static options => options.AddServerHeader = false);
    }

    /// <inheritdoc/>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_builder).Properties;

    /// <inheritdoc cref="IHostApplicationBuilder.Configuration"/>
    public ConfigurationManager Configuration => _builder.Configuration;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => _builder.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => _builder.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => _builder.Metrics;

    /// <inheritdoc/>
    public IServiceCollection Services => _builder.Services;

    internal bool HasWebApplication { get; set; }

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory,
        Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)_builder).ConfigureContainer(factory, configure);

    /// <summary>Builds the application.</summary>
    /// <remarks>It listens at <c>http://127.0.0.1:7071</c> unless <c>ASPNETCORE_URLS</c> or <c>--urls</c> says otherwise.</remarks>
    /// <exception cref="InvalidOperationException">
    /// It was built before, a function can't be bound, or a setting is missing or out of range.
    /// </exception>
    public IHost Build()
    {
        var functions = FunctionCatalog.Of(_assembly);
        var http = HttpFunctions.Of(functions, _hostJson);
        if (http.Any && !HasWebApplication)
            throw new InvalidOperationException("HTTP functions need ConfigureFunctionsWebApplication().");

        http.AddTo(Services);
        Services.AddQueueFunctions(functions, _hostJson, Configuration);
        Services.AddTimerFunctions(functions, Configuration);
        Services.AddSingleton<ManualInvocations>();
        Services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<ManualInvocations>());
        if (Configuration[WebHostDefaults.ServerUrlsKey] is null)
            _builder.WebHost.UseUrls(DefaultUrl);

        var application = _builder.Build();
        http.Map(application);
        return application;
    }
}
