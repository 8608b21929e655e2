using NvDemo.Drill.Faults;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Drill.Scenarios;

/// <summary>
/// The clients' password changes while Secrets Manager is out: who has the old one is served on, and who has the new one is told to try
/// again. When it is back, all have the new one.
/// </summary>
internal sealed record ClientRotated : Scenario
{
    // Whose reading of the secret is no older takes it for the newest.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5.5);

    /// <inheritdoc/>
    public override string Name => "client-rotated";

    /// <inheritdoc/>
    public override string Summary => "The clients' password changes while Secrets Manager is out.";

    /// <inheritdoc/>
    public override async Task BreakAsync(Site site)
    {
        await Task.WhenAll(site.Links.To("aws").Select(link => link.CloseAsync()));
        await Task.Delay(Fresh);
        var password = Guid.NewGuid().ToString("N");
        await site.Data.Aws.ChangeSecretAsync(
            "client", $$"""{"username":"{{LocalAws.ClientUserName}}","password":"{{password}}"}""");
        site.Credentials.Announce(password);
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site)
    {
        foreach (var link in site.Links.To("aws"))
            link.Mend();
        site.Credentials.Change();
        return Task.CompletedTask;
    }
}
