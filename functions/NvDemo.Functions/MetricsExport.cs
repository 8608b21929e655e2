using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.DependencyInjection;
using NvDemo.Core;

namespace NvDemo.Functions;

/// <summary>The service's metrics as custom metrics of Application Insights.</summary>
public static class MetricsExport
{
    /// <param name="services">The app's services.</param>
    /// <param name="connectionString">That of Application Insights; without one nothing is sent, and nothing paid.</param>
    /// <param name="clientId">
    /// <c>AZURE_CLIENT_ID</c>: the identity that may send them, where Application Insights takes nothing from others; <c>null</c> if the
    /// connection string is enough.
    /// </param>
    public static IServiceCollection AddMetricsExport(this IServiceCollection services, string? connectionString, string? clientId = null)
    {
        if (string.IsNullOrEmpty(connectionString))
            return services;
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(ServiceMetrics.MeterName)
            .AddAzureMonitorMetricExporter(options =>
            {
                options.ConnectionString = connectionString;
                if (clientId is not null)
                    options.Credential = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId));
            }));
        return services;
    }
}
