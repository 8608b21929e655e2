using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters.Configuration;
using NvDemo.Adapters.Telemetry;

namespace NvDemo.Functions;

/// <summary>The service's spans to Application Insights, and by OTLP to wherever a setting says.</summary>
public static class TracesExport
{
    /// <param name="services">The app's services.</param>
    /// <param name="settings">Say whether, and where to.</param>
    /// <param name="connectionString">As of <see cref="MetricsExport"/>.</param>
    /// <param name="clientId">As of <see cref="MetricsExport"/>.</param>
    public static IServiceCollection AddTracesExport(
        this IServiceCollection services, SettingsReader settings, string? connectionString, string? clientId = null)
    {
        var export = TraceExport.Read(settings);
        var hasMonitor = !string.IsNullOrEmpty(connectionString);
        if (!export.HasOtlp && !hasMonitor)
            return services;
        services.AddOpenTelemetry().WithTracing(traces =>
        {
            if (hasMonitor)
            {
                traces.AddAzureMonitorTraceExporter(options =>
                {
                    options.ConnectionString = connectionString;
                    if (clientId is not null)
                        options.Credential = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId));
                });
            }

            export.AddTo(traces, "nv-demo-azure", new("cloud.provider", "azure"), new("cloud.platform", "azure.functions"));
        });
        return services;
    }
}
