using NvDemo.Adapters;
using NvDemo.Adapters.Redis;

namespace NvDemo.Tests.Adapters;

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
    public void The_databases_root_certificate_is_found_beside_the_executable()
    {
        var beside = Path.GetFileName(typeof(SettingsTests).Assembly.Location);
        Assert.EndsWith($"Root Certificate={Path.Combine(AppContext.BaseDirectory, beside)}", Read($"Host=db;Root Certificate={beside}"));
        Assert.EndsWith("Root Certificate=/etc/hostname", Read("Host=db;Root Certificate=/etc/hostname"));
        Assert.Contains("root certificate", Assert.Throws<SettingsException>(() => Read("Host=db;Root Certificate=none.pem")).Message);

        static string Read(string database) => Settings.ForMigration(name => name == "Nv__Database" ? database : null).Database;
    }

    [Fact]
    public void The_cache_and_its_user_belong_together()
    {
        Assert.Null(Settings.ForService(Complete.GetValueOrDefault).RedisUser);
        var half = new Dictionary<string, string>(Complete) { ["Nv__RedisIam__Cache"] = "nv-demo" };
        Assert.Contains("Nv__RedisIam__User", Assert.Throws<SettingsException>(() => Settings.ForService(half.GetValueOrDefault)).Message);
        var whole = new Dictionary<string, string>(half) { ["Nv__RedisIam__User"] = "nv-demo-service" };
        Assert.Contains("AWS_REGION is not set", Assert.Throws<SettingsException>(() => Settings.ForService(whole.GetValueOrDefault)).Message);
        whole["AWS_REGION"] = "eu-west-1";
        Assert.Equal(new ElastiCacheUser("nv-demo", "nv-demo-service", "eu-west-1"), Settings.ForService(whole.GetValueOrDefault).RedisUser);
    }

    [Fact]
    public void A_function_asks_only_for_what_it_uses()
    {
        Settings.ForAuthentication(_ => null);
        Settings.ForMigration(name => name == "Nv__Database" ? "Host=db" : null);
        Assert.Throws<SettingsException>(() => Settings.ForMigration(_ => null));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000", null, true)]
    [InlineData("http://127.255.0.9:5000/", null, true)]
    [InlineData("http://[::1]:5000", null, true)]
    [InlineData("http://localhost:5000", null, true)]
    [InlineData(null, "http://LOCALHOST:5000", true)]
    [InlineData("https://sns.us-east-1.amazonaws.com", "http://127.0.0.1:5000", true)]
    [InlineData("http://127.0.0.1:5000", "https://vpce-1.sns.us-east-1.vpce.amazonaws.com", false)]
    [InlineData("http://localhost.evil.com", null, false)]
    [InlineData("http://127.0.0.1.evil.com", null, false)]
    [InlineData("http://127.0.0.1@evil.com", null, false)]
    [InlineData("http://evil.com/#localhost", null, false)]
    [InlineData("http://10.0.0.1:5000", null, false)]
    [InlineData("http://0.0.0.0:5000", null, false)]
    [InlineData("http://moto:5000", null, false)]
    [InlineData(null, null, false)]
    public void Unverified_events_are_for_an_aws_on_this_machine_alone(string? endpoint, string? snsEndpoint, bool accepts)
    {
        var variables = new Dictionary<string, string>(Complete)
        {
            ["Nv__TopicArn"] = "arn:aws:sns:us-east-1:123456789012:nv-object-events",
            ["AWS_ENDPOINT_URL"] = endpoint ?? "",
            ["AWS_ENDPOINT_URL_SNS"] = snsEndpoint ?? "",
            ["AWS_ENDPOINT_URL_S3"] = "http://localhost:9000",
        };
        var options = Settings.ForServiceWithWebhook(variables.GetValueOrDefault).ToServiceOptions("azure");
        Assert.Equal((accepts, "us-east-1"), (options.AcceptsUnverifiedEvents, options.Topic!.Region));
    }

    [Fact]
    public void A_webhook_needs_a_topic()
    {
        Assert.Null(Settings.ForService(Complete.GetValueOrDefault).Topic);
        var wrong = new Dictionary<string, string>(Complete) { ["Nv__TopicArn"] = "nv-object-events" };
        foreach (var settings in (Dictionary<string, string>[])[Complete, wrong])
        {
            var message = Assert.Throws<SettingsException>(() => Settings.ForServiceWithWebhook(settings.GetValueOrDefault)).Message;
            Assert.Contains("Nv__TopicArn", message);
        }
    }
}
