using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a Functions app that serves its own triggers: HTTP on Kestrel, queues by polling.</summary>
public sealed class FunctionsApplicationBuilder : IHostApplicationBuilder
{
    // Where Core Tools serve.
    private const string DefaultUrl = "http://127.0.0.1:7071";

    private readonly WebApplicationBuilder _builder;

    internal FunctionsApplicationBuilder(string[] args)
    {
        _builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        _builder.WebHost.UseKestrel(options => options.AddServerHeader = false);
        if (string.IsNullOrEmpty(Configuration["urls"]))
            _builder.WebHost.UseUrls(DefaultUrl);
        Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    }

    /// <inheritdoc/>
    public IConfigurationManager Configuration => _builder.Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => _builder.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => _builder.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => _builder.Metrics;

    /// <inheritdoc/>
    public IServiceCollection Services => _builder.Services;

    /// <inheritdoc/>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_builder).Properties;

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)_builder).ConfigureContainer(factory, configure);

    /// <summary>Builds the app from the functions of the entry assembly.</summary>
    public IHost Build()
    {
        var host = HostJson.Read(AppContext.BaseDirectory);
        var functions = Function.FindIn(Assembly.GetEntryAssembly()!);
        foreach (var function in functions)
        {
            if (function.Trigger is QueueTriggerAttribute)
            {
                Services.AddSingleton<IHostedService>(services => new QueueListener(
                    function, host, services, services.GetRequiredService<IConfiguration>(), services.GetRequiredService<ILogger<QueueListener>>()));
            }
        }

        var app = _builder.Build();
        HttpFunctions.Map(app, functions, host);
        return app;
    }
}
