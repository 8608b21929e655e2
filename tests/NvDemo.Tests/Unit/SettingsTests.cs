using NvDemo.Adapters;

namespace NvDemo.Tests.Unit;

public sealed class SettingsTests
{
    private static readonly Dictionary<string, string> Complete = new()
    {
        ["Nv__Bucket"] = "b",
        ["Nv__PublicUrl"] = "https://files.example",
        ["Nv__Database"] = "Host=db;Database=nvdemo",
        ["Nv__Redis"] = "redis:6379",
    };

    [Fact]
    public void The_rest_has_defaults()
    {
        var settings = Settings.ForService(Complete.GetValueOrDefault);
        Assert.Equal("https://files.example/", settings.PublicUrl.AbsoluteUri);
        Assert.Equal(("client", "postgres"), (settings.ClientSecret, settings.DatabaseSecret));
        Assert.Equal((4 * 1024 * 1024, TimeSpan.FromHours(1)), (settings.InlineLimit, settings.PresignLifetime));
        Assert.Empty(settings.CorsOrigins);
        Assert.Null(settings.S3Endpoint);
    }

    [Fact]
    public void One_message_names_everything_that_is_missing_or_malformed()
    {
        var wrong = new Dictionary<string, string>
        {
            ["Nv__PublicUrl"] = "files.example",
            ["Nv__Database"] = "Host=db;Password=hunter2",
            ["Nv__InlineLimit"] = "4 MiB",
        };
        var message = Assert.Throws<SettingsException>(() => Settings.ForService(wrong.GetValueOrDefault)).Message;
        foreach (var name in (string[])["Nv__Bucket", "Nv__PublicUrl", "Nv__Database", "Nv__Redis", "Nv__InlineLimit"])
            Assert.Contains(name, message);
        Assert.DoesNotContain("hunter2", message);
    }

    [Fact]
    public void A_function_asks_only_for_what_it_uses()
    {
        Settings.ForAuthentication(_ => null);
        Settings.ForMigration(name => name == "Nv__Database" ? "Host=db" : null);
        Assert.Throws<SettingsException>(() => Settings.ForMigration(_ => null));
    }
}
