using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where an application of functions begins.</summary>
public static class FunctionsApplication
{
    /// <summary>A builder of the entry assembly's functions, with the default configuration, logging and services.</summary>
    /// <param name="args">The command line; becomes part of the configuration.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args, Assembly.GetEntryAssembly()!);
}
