using NvDemo.Drill.Faults;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Drill.Scenarios;

/// <summary>
/// The database's password changes, and all its connections end, while Secrets Manager is out: until that is back nobody can say what it is.
/// Who read it less than five seconds before takes it for wrong (<c>500</c>).
/// </summary>
internal sealed record PasswordRotated : Scenario
{
    /// <inheritdoc/>
    public override string Name => "password-rotated";

    /// <inheritdoc/>
    public override string Summary => "The database's password changes while Secrets Manager is out.";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Errors => [.. Clean, "500"];

    /// <inheritdoc/>
    public override async Task BreakAsync(Site site)
    {
        await Task.WhenAll(site.Links.To("aws").Select(link => link.CloseAsync()));
        var password = Guid.NewGuid().ToString("N");
        await site.Data.Aws.ChangeSecretAsync(
            LocalAws.DatabaseSecret, $$"""{"username":"{{PostgresServer.ServiceUserName}}","password":"{{password}}"}""");
        await site.PostgresAsync(
            $"ALTER ROLE {PostgresServer.ServiceUserName} PASSWORD '{password}'",
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{PostgresServer.ServiceUserName}'");
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site)
    {
        foreach (var link in site.Links.To("aws"))
            link.Mend();
        return Task.CompletedTask;
    }
}
