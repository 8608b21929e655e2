namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a Functions app begins.</summary>
public static class FunctionsApplication
{
    /// <summary>A builder of the app whose functions are in the entry assembly.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
