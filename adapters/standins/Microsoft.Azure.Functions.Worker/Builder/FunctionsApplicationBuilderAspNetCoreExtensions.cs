namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>The ASP.NET Core integration of HTTP functions.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>HTTP functions work on ASP.NET Core's own request and response.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.HasWebApplication = true;
        return builder;
    }
}
