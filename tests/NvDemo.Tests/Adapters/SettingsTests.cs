using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters;
using NvDemo.Adapters.Configuration;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Core.Composition;

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
        var service = Read(Complete, settings => ServiceSettings.Read(settings, "aws"));
        Assert.Equal("https://files.example/", service.PublicUrl.AbsoluteUri);
        Assert.Equal((4 * 1024 * 1024, TimeSpan.FromHours(1)), (service.InlineLimit, service.PresignLifetime));
        Assert.Empty(service.CorsOrigins);
        Assert.Equal("postgres", Read(Complete, PostgresSettings.Read).Secret);
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
        var message = Assert.Throws<SettingsException>(() => Read(wrong, Service)).Message;
        foreach (var name in (string[])["Nv__Bucket", "Nv__PublicUrl", "Nv__Database", "Nv__Redis", "Nv__InlineLimit"])
            Assert.Contains(name, message);
        Assert.DoesNotContain("hunter2", message);
    }

    [Fact]
    public void A_setting_that_two_parts_read_is_named_once()
    {
        var wrong = new Dictionary<string, string>(Complete) { ["AWS_ENDPOINT_URL"] = "moto" };
        var message = Assert.Throws<SettingsException>(() => Read(wrong, settings => Service(settings).AddDataPlane(settings))).Message;
        Assert.Equal("The settings are not complete: AWS_ENDPOINT_URL is not an absolute http(s) URL.", message);
    }

    [Fact]
    public void The_databases_root_certificate_is_found_beside_the_executable()
    {
        var beside = Path.GetFileName(typeof(SettingsTests).Assembly.Location);
        Assert.EndsWith($"Root Certificate={Path.Combine(AppContext.BaseDirectory, beside)}", Database($"Host=db;Root Certificate={beside}"));
        Assert.EndsWith("Root Certificate=/etc/hostname", Database("Host=db;Root Certificate=/etc/hostname"));
        Assert.Contains("root certificate", Assert.Throws<SettingsException>(() => Database("Host=db;Root Certificate=none.pem")).Message);

        static string Database(string text) => Read(new() { ["Nv__Database"] = text }, PostgresSettings.Read).ConnectionString;
    }

    [Fact]
    public void The_cache_and_its_user_belong_together()
    {
        Assert.Null(Read(Complete, RedisSettings.Read).User);
        var half = new Dictionary<string, string>(Complete) { ["Nv__RedisIam__Cache"] = "nv-demo" };
        Assert.Contains("Nv__RedisIam__User", Assert.Throws<SettingsException>(() => Read(half, RedisSettings.Read)).Message);
        var whole = new Dictionary<string, string>(half) { ["Nv__RedisIam__User"] = "nv-demo-service" };
        Assert.Contains("AWS_REGION is not set", Assert.Throws<SettingsException>(() => Read(whole, RedisSettings.Read)).Message);
        whole["AWS_REGION"] = "eu-west-1";
        Assert.Equal(new ElastiCacheUser("nv-demo", "nv-demo-service", "eu-west-1"), Read(whole, RedisSettings.Read).User);
    }

    [Fact]
    public void A_function_asks_only_for_what_it_uses()
    {
        Read([], new ServiceCollection().AddBasicAuthentication);
        Read(new() { ["Nv__Database"] = "Host=db" }, new ServiceCollection().AddMigrations);
        Assert.Throws<SettingsException>(() => Read([], new ServiceCollection().AddMigrations));
    }

    private static IServiceCollection Service(SettingsReader settings) =>
        new ServiceCollection().AddNvCore(ServiceSettings.Read(settings, "aws")).AddDataPlane(settings);

    private static T Read<T>(Dictionary<string, string> variables, Func<SettingsReader, T> read)
    {
        var settings = new SettingsReader(variables.GetValueOrDefault);
        var result = read(settings);
        settings.ThrowIfAnyIsWrong();
        return result;
    }
}
