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
        ["Nv__Bucket"] = "nv-demo",
        ["Nv__PublicUrl"] = "https://files.example",
        ["Nv__Database"] = "Host=db;Database=nvdemo",
        ["Nv__Redis"] = "redis:6379",
        ["AWS_REGION"] = "eu-west-1",
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

    [Theory]
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    [InlineData("Nv__Bucket", "b")]
    [InlineData("Nv__Bucket", "NvDemo")]
    [InlineData("Nv__Bucket", "nv_demo")]
    [InlineData("Nv__Bucket", "nv..demo")]
    [InlineData("Nv__Bucket", "-nv-demo")]
    [InlineData("Nv__Bucket", "nv-demo.")]
    [InlineData("Nv__Bucket", "192.168.5.4")]
    [InlineData("Nv__Bucket", "nv-demo\n")]
    [InlineData("Nv__Bucket", "s3://nv-demo")]
    [InlineData("Nv__PublicUrl", "files.example")]
    [InlineData("Nv__PublicUrl", "ftp://files.example")]
    [InlineData("Nv__PublicUrl", "https://files.example/?a=b")]
    [InlineData("Nv__PublicUrl", "https://files.example/?")]
    [InlineData("Nv__PublicUrl", "https://files.example/#a")]
    [InlineData("Nv__PublicUrl", "https://user:hunter2@files.example")]
    [InlineData("Nv__Database", "Database=nvdemo")]
    [InlineData("Nv__Database", "Host=db;Username=u")]
    [InlineData("Nv__Database", "Host=db;Password=hunter2")]
    [InlineData("Nv__Database", "Host=db;Maximum Pool Size=0")]
    [InlineData("Nv__Database", "Host=db;Maximum Pool Size=2;Minimum Pool Size=3")]
    [InlineData("Nv__Database", "Host=db;Port=hunter2")]
    [InlineData("Nv__Database", "postgresql://db/nvdemo")]
    [InlineData("Nv__Redis", "redis:port")]
    [InlineData("Nv__Redis", "redis:99999")]
    [InlineData("Nv__Redis", "redis:6379,other:port")]
    [InlineData("Nv__Redis", "ssl=true")]
    [InlineData("Nv__Redis", "redis:6379,hunter2=true")]
    [InlineData("Nv__Redis", "redis:6379,ssl=hunter2")]
    [InlineData("Nv__Redis", "redis://redis:6379")]
    [InlineData("Nv__Redis", "@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/redis)")]
    [InlineData("Nv__RedisIam__Cache", "nv demo")]
    [InlineData("Nv__RedisIam__User", "1-nv-demo")]
    [InlineData("Nv__ClientSecret", "client secret")]
    [InlineData("Nv__ClientSecret", "arn:aws:iam::123456789012:role/client")]
    [InlineData("Nv__DatabaseSecret", "{\"username\":\"u\",\"password\":\"hunter2\"}")]
    [InlineData("Nv__MigrationSecret", "the master's")]
    [InlineData("Nv__ReconcileHours", "0")]
    [InlineData("Nv__ReconcileHours", "721")]
    [InlineData("Nv__InlineLimit", "4 MiB")]
    [InlineData("Nv__InlineLimit", "0")]
    [InlineData("Nv__InlineLimit", "4587521")]
    [InlineData("Nv__PresignSeconds", "-1")]
    [InlineData("Nv__Undelete", "1")]
    [InlineData("Nv__PresignSeconds", "604801")]
    [InlineData("Nv__PresignSeconds", "1.5")]
    [InlineData("Nv__CorsOrigins", "app.example")]
    [InlineData("Nv__CorsOrigins", "https://app.example/")]
    [InlineData("Nv__CorsOrigins", "https://app.example/path")]
    [InlineData("Nv__CorsOrigins", "https://app.example:443")]
    [InlineData("Nv__CorsOrigins", "https://user@app.example")]
    [InlineData("Nv__CorsOrigins", "https://*.example")]
    [InlineData("Nv__CorsOrigins", "https://app.example null")]
    [InlineData("Nv__CorsOrigins", "https://bücher.example")]
    [InlineData("Nv__CorsOrigins", "null")]
    [InlineData("Nv__CorsOrigins", ",")]
    [InlineData("AWS_REGION", "eu west 1")]
    [InlineData("AWS_REGION", "eu-west-1a")]
    [InlineData("AWS_REGION", "https://s3.eu-west-1.amazonaws.com")]
    [InlineData("AWS_ENDPOINT_URL", "moto:5000")]
    [InlineData("AWS_ENDPOINT_URL_S3", "moto")]
    [InlineData("AWS_ENDPOINT_URL_SECRETS_MANAGER", "moto")]
    public void What_is_malformed_stops_the_start_with_its_name_and_never_its_value(string name, string value)
    {
        var wrong = new Dictionary<string, string>(Complete)
        {
            ["Nv__RedisIam__Cache"] = "nv-demo",
            ["Nv__RedisIam__User"] = "nv-demo-service",
            [name] = value,
        };
        var message = Assert.Throws<SettingsException>(() => Read(wrong, settings => Service(settings).AddBasicAuthentication(settings).AddMigrations(settings))).Message;
        Assert.StartsWith($"The settings are not complete: {name} is not ", message);
        Assert.DoesNotContain(";", message);
        Assert.DoesNotContain("hunter2", message);
    }

    [Theory]
    [InlineData("Nv__Bucket", "a.b-1")]
    [InlineData("Nv__Bucket", "nv-demo-ap-1a2b3c-s3alias")]
    [InlineData("Nv__PublicUrl", "http://127.0.0.1:7071/files")]
    [InlineData("Nv__Database", "Host=db;Maximum Pool Size=1;SSL Mode=Require")]
    [InlineData("Nv__Redis", "a:6379,b:6380,ssl=true,password=p=q,$INFO=,abortConnect=false")]
    [InlineData("Nv__Redis", "[::1]:6379")]
    [InlineData("Nv__ClientSecret", "team/nv-demo/client@2")]
    [InlineData("Nv__DatabaseSecret", "rds!db-1a2b")]
    [InlineData("Nv__DatabaseSecret", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-1a2b-AbCdEf")]
    [InlineData("Nv__MigrationSecret", "rds!db-1a2b")]
    [InlineData("Nv__ReconcileHours", "720")]
    [InlineData("Nv__CorsOrigins", "*")]
    [InlineData("Nv__CorsOrigins", "https://app.example, http://localhost:3000 ,http://[::1]:3000,https://xn--bcher-kva.example")]
    [InlineData("Nv__CorsOrigins", "capacitor://localhost,chrome-extension://abcdefghijklmnop")]
    [InlineData("AWS_REGION", "us-gov-east-1")]
    [InlineData("AWS_REGION", "eusc-de-east-1")]
    [InlineData("AWS_ENDPOINT_URL", "http://127.0.0.1:5000/")]
    public void What_is_well_formed_is_taken(string name, string value) =>
        Read(new(Complete) { [name] = value }, settings => Service(settings).AddBasicAuthentication(settings));

    // The SDK calls nobody without either: "No RegionEndpoint or ServiceURL configured".
    [Theory]
    [InlineData(true)]
    [InlineData(true, "AWS_ENDPOINT_URL_S3")]
    [InlineData(true, "AWS_ENDPOINT_URL_SECRETS_MANAGER")]
    [InlineData(false, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_SECRETS_MANAGER")]
    [InlineData(false, "AWS_ENDPOINT_URL")]
    public void A_region_is_needed_unless_all_that_is_called_has_an_endpoint(bool isNeeded, params string[] endpoints)
    {
        var settings = new Dictionary<string, string>(Complete);
        settings.Remove("AWS_REGION");
        foreach (var name in endpoints)
            settings[name] = "http://127.0.0.1:5000";
        if (!isNeeded)
            Read(settings, Service);
        else
            Assert.Contains("AWS_REGION is not set, and must be", Assert.Throws<SettingsException>(() => Read(settings, Service)).Message);
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
        whole.Remove("AWS_REGION");
        Assert.Contains("AWS_REGION is not set", Assert.Throws<SettingsException>(() => Read(whole, RedisSettings.Read)).Message);
        whole["AWS_REGION"] = "eu-west-1";
        Assert.Equal(new ElastiCacheUser("nv-demo", "nv-demo-service", "eu-west-1"), Read(whole, RedisSettings.Read).User);
    }

    [Fact]
    public void A_function_asks_only_for_what_it_uses()
    {
        Read(new() { ["AWS_REGION"] = "eu-west-1" }, new ServiceCollection().AddBasicAuthentication);
        Read(new() { ["AWS_REGION"] = "eu-west-1", ["Nv__Database"] = "Host=db" }, new ServiceCollection().AddMigrations);
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
