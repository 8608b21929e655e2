using FunctionsHost.App;
using FunctionsHost.Queues;

namespace FunctionsHost.Tests;

/// <summary>Where settings come from, and what is said of wrong ones.</summary>
public sealed class SettingsTests : IDisposable
{
    private const string Variable = "FUNCTIONS_HOST_TEST_VARIABLE";

    private readonly DirectoryInfo _app = Directory.CreateTempSubdirectory("functions-app-");

    public SettingsTests() => Write("worker.config.json", """{"description":{"defaultExecutablePath":"dotnet","defaultWorkerPath":"App.dll"}}""");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _app.Delete(recursive: true);
    }

    [Fact]
    public void The_environment_wins_over_local_settings_unless_it_is_empty()
    {
        Write("local.settings.json", $$"""{"IsEncrypted":false,"Values":{"{{Variable}}":"local","Other__Name":"other"}, /* a comment */ "Host":{"LocalHttpPort":7075} }""");
        Assert.Equal(7075, Load().LocalPort);
        Assert.Equal("local", Load().Setting(Variable));
        Environment.SetEnvironmentVariable(Variable, "environment");
        Assert.Equal("environment", Load().Setting(Variable));
        Assert.Equal("other", Load().Configuration["Other:Name"]);
        Assert.Equal("other-environment", Load().Resolve($"%Other__Name%-%{Variable}%"));
        Assert.Equal("0 other *", Load().Resolve("0 %Other:Name% *"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"functionKeys":[{"name":"default","value":""}]}""")]
    [InlineData("""{"masterKey":{"name":"master"}}""")]
    public void A_file_of_keys_that_has_none_is_refused(string secrets)
    {
        Write("host.json", "{}");
        var folder = _app.CreateSubdirectory("secrets").FullName;
        File.WriteAllText(Path.Combine(folder, "host.json"), secrets);
        var options = CommandLine.Parse(["--secrets", folder]);
        Assert.Contains("file of keys", Assert.Throws<InvalidOperationException>(() => new Http.KeyRing(Load(), options)).Message);
    }

    [Fact]
    public void A_byte_order_mark_is_no_error()
    {
        File.WriteAllText(Path.Combine(_app.FullName, "local.settings.json"), """{"Values":{"A":"1","A":"2"} }""", System.Text.Encoding.UTF8);
        Assert.Equal("2", Load().Setting("A"));
    }

    [Fact]
    public void Settings_override_host_json()
    {
        Write("host.json", """{"version":"2.0","extensions":{"queues":{"batchSize":4,"maxDequeueCount":7}}}""");
        Write("local.settings.json", """{"IsEncrypted":false,"Values":{"AzureFunctionsJobHost__extensions__queues__batchSize":"8"}}""");
        var options = QueueOptions.From(Load().HostJson);
        Assert.Equal((8, 4, 7), (options.BatchSize, options.NewBatchThreshold, options.MaxDequeueCount));
    }

    [Fact]
    public void Without_host_json_defaults_are_the_real_host_s()
    {
        var options = QueueOptions.From(Load().HostJson);
        Assert.Equal(
            new QueueOptions(16, 8, 5, TimeSpan.Zero, TimeSpan.FromMinutes(1), IsBase64: true),
            options);
    }

    [Theory]
    [InlineData("""{"extensions":{"queues":{"batchSize":33}}}""", "extensions:queues:batchSize must be from 1 to 32")]
    [InlineData("""{"extensions":{"queues":{"messageEncoding":"utf7"}}}""", "extensions:queues:messageEncoding must be base64 or none")]
    public void A_value_out_of_range_is_named(string hostJson, string message)
    {
        Write("host.json", hostJson);
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => QueueOptions.From(Load().HostJson)).Message);
    }

    [Fact]
    public void Wrong_files_are_named()
    {
        Write("local.settings.json", "{");
        Assert.Contains("local.settings.json can't be read", Assert.Throws<InvalidOperationException>(Load).Message);
        Write("local.settings.json", """{"Host":{"LocalHttpPort":99999}}""");
        Assert.Contains("local.settings.json can't be read", Assert.Throws<InvalidOperationException>(Load).Message);
        Write("local.settings.json", """{"IsEncrypted":true}""");
        Assert.Contains("is encrypted", Assert.Throws<InvalidOperationException>(Load).Message);
        File.Delete(Path.Combine(_app.FullName, "local.settings.json"));
        Write("host.json", "{");
        Assert.Contains("can't be read", Assert.Throws<InvalidOperationException>(Load).Message);
        File.Delete(Path.Combine(_app.FullName, "host.json"));
        Write("worker.config.json", """{"description":{}}""");
        Assert.Contains("has no description.defaultExecutablePath", Assert.Throws<InvalidOperationException>(Load).Message);
        File.Delete(Path.Combine(_app.FullName, "worker.config.json"));
        Assert.Contains("has no worker.config.json", Assert.Throws<InvalidOperationException>(Load).Message);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage", null, "https://one.queue.core.windows.net/")]
    [InlineData("AzureWebJobsOther", "Other", "https://one.queue.core.windows.net/")]
    [InlineData("Other", "Other", "https://one.queue.core.windows.net/")]
    [InlineData("Other", "%Name%", "https://one.queue.core.windows.net/")]
    public void A_connection_is_found_by_its_name_with_and_without_prefix(string setting, string? connection, string uri)
    {
        var key = Convert.ToBase64String(new byte[32]);
        WriteSettings((setting, $"DefaultEndpointsProtocol=https;AccountName=one;AccountKey={key}"), ("Name", "Other"));
        Assert.Equal(uri, QueueAccount.Open(Load(), connection).Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("Other__accountName", "two", "https://two.queue.core.windows.net/")]
    [InlineData("Other__queueServiceUri", "https://two.example/", "https://two.example/")]
    [InlineData("AzureWebJobsOther__accountName", "two", "https://two.queue.core.windows.net/")]
    public void A_connection_may_be_an_account_and_an_identity(string setting, string value, string uri)
    {
        WriteSettings((setting, value), ("Other__credential", "managedidentity"), ("Other__clientId", Guid.Empty.ToString()));
        Assert.Equal(uri, QueueAccount.Open(Load(), "Other").Uri.AbsoluteUri);
    }

    [Fact]
    public void A_wrong_connection_is_named_without_its_value()
    {
        WriteSettings(("Other", "AccountKey=hunter2"));
        var message = Assert.Throws<InvalidOperationException>(() => QueueAccount.Open(Load(), "Other")).Message;
        Assert.Equal("The setting 'Other' is not a connection string of a storage account.", message);
        Assert.Contains("'Missing'", Assert.Throws<InvalidOperationException>(() => QueueAccount.Open(Load(), "Missing")).Message);
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--queue-lease", "soon")]
    [InlineData("--queue-lease", "00:00:00.5")]
    [InlineData("--secrets", "/nowhere")]
    [InlineData("--address", "localhost")]
    [InlineData("--what", "ever")]
    [InlineData("--port")]
    public void A_wrong_command_line_is_refused(params string[] arguments) =>
        Assert.Contains(arguments[^1], Assert.Throws<ArgumentException>(() => CommandLine.Parse(arguments)).Message);

    [Fact]
    public void A_command_line_is_read()
    {
        var options = CommandLine.Parse([_app.FullName, "--port", "0", "--queue-lease", "00:00:05", "--state", "/tmp/state"]);
        Assert.Equal((_app.FullName, 0, TimeSpan.FromSeconds(5), "/tmp/state", TimeSpan.FromSeconds(230)),
            (options.App, options.Port, options.QueueLease, options.State, options.RequestLimit));
    }

    private FunctionApp Load() => FunctionApp.Load(_app.FullName);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_app.FullName, file), text);

    private void WriteSettings(params (string Name, string Value)[] settings) => Write("local.settings.json", System.Text.Json.JsonSerializer.Serialize(
        new { IsEncrypted = false, Values = settings.ToDictionary(setting => setting.Name, setting => setting.Value) }));
}
