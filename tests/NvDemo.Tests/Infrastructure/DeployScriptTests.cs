using System.Diagnostics;
using System.Text.Json;

namespace NvDemo.Tests.Infrastructure;

/// <summary>
/// <c>./nv deploy</c> with programs in the place of the clouds' tools (StandInTools) that write down what they are asked for. What the clouds themselves make of it
/// is seen on them alone.
/// </summary>
public sealed class DeployScriptTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("nvdemo-deploy-").FullName;

    public DeployScriptTests()
    {
        foreach (var file in (string[])["nv", "eng/deploy.sh", "eng/deploy-aws.sh", "eng/deploy-azure.sh", "eng/package.sh", "eng/doctor.sh", "eng/detached.sh"])
            Write(file, Sources.Read(file));
        Write("bicep/production.bicepparam", Sources.Read("bicep/main.bicepparam"));
        Write("functions/NvDemo.Functions/a.csproj", "");
        Write("adapters/NvDemo.Lambda/a.csproj", "");
        Write("artifacts/packages/nvdemo-aws-linux-x64.zip", "");
        Write("artifacts/packages/nvdemo-azure.zip", "");
        Directory.CreateDirectory(Path.Combine(_root, "terraform"));
        foreach (var tool in (string[])["terraform", "aws", "az", "curl"])
            WriteProgram($"bin/{tool}", tool);
        WriteProgram("bicep/admit", "admit");
    }

    private string Record => Path.Combine(_root, "record");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Both_clouds_get_what_the_other_knows()
    {
        var (status, output) = await RunAsync("deploy", "all", "grp", "--yes");
        Assert.True(status == 0, output);
        using var variables = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_root, "terraform", "azure.auto.tfvars.json")));
        Assert.Equal(
            """{"tenant_id":"the-tenant","subject":"the-identity","audience":"api://00000000-0000-0000-0000-000000000000","front_door_host":"the-front.azurefd.net","front_door_validation":null,"webhook_url":"https://the-front.azurefd.net/api/events/sns","webhook_subscribed":true,"maximum_instances":8,"always_ready":1,"vpn":{"peer_ips":["192.0.2.1","192.0.2.2"],"asn":65515,"address_space":["10.30.0.0/16"]}}""",
            JsonSerializer.Serialize(variables.RootElement.GetProperty("azure")));

        using var parameters = JsonDocument.Parse(await File.ReadAllTextAsync(Record + ".parameters.1"));
        var values = parameters.RootElement.GetProperty("parameters");
        var expected = new Dictionary<string, string>
        {
            ["name"] = "\"own\"",
            ["awsRegion"] = "\"eu-west-1\"",
            ["awsRoleArn"] = "\"arn:aws:iam::123456789012:role/shop-azure\"",
            ["bucket"] = "\"the-bucket\"",
            ["clientSecretName"] = "\"shop/client\"",
            ["database"] = "\"Host=the-database\"",
            ["databaseSecretName"] = "\"shop/postgres-service\"",
            ["publicHost"] = "\"files.example\"",
            ["redis"] = "\"the-redis:6379\"",
            ["redisIamCache"] = "\"the-cache\"",
            ["redisIamUser"] = "\"the-user\"",
            ["topicArn"] = "\"the-topic\"",
            ["certificateName"] = "\"c\"",
            ["vpn"] = """{"sku":"s","awsAddresses":["203.0.113.11","203.0.113.12"]}""",
            ["vpnSharedKeys"] = """{"203.0.113.11":"key 1","203.0.113.12":"key 2"}""",
        };
        Assert.Equal(
            expected.OrderBy(item => item.Key, StringComparer.Ordinal),
            values.EnumerateObject().Select(item => KeyValuePair.Create(item.Name, JsonSerializer.Serialize(item.Value.GetProperty("value"))))
                .OrderBy(item => item.Key, StringComparer.Ordinal));
        Assert.False(File.Exists(Path.Combine(_root, ".nv", "azure.parameters.json")));
        Assert.DoesNotContain("key 1", output);
    }

    [Fact]
    public async Task The_schema_comes_first_and_what_serves_already_is_left_alone()
    {
        Assert.Equal(0, (await RunAsync("deploy", "aws", "--yes")).Status);
        var record = await File.ReadAllLinesAsync(Record);
        string[] order = ["-target=module.postgres_init", "terraform.plan", "invoke --function-name shop-postgres-init:live", "plan -input=false", "create-deployment", "wait deployment-successful"];
        var last = -1;
        foreach (var text in order)
            Assert.True((last = Array.FindIndex(record, last + 1, line => line.Contains(text, StringComparison.Ordinal))) >= 0, text);
        var deployment = Assert.Single(record, line => line.Contains("create-deployment", StringComparison.Ordinal));
        Assert.Contains("""CurrentVersion\":\"7\",\"TargetVersion\":\"8\"}""", deployment);
        Assert.Contains("""BeforeAllowTraffic\":\"the-hook\"}""", deployment);
    }

    [Fact]
    public async Task Nothing_changes_before_somebody_agrees()
    {
        Assert.NotEqual(0, (await RunAsync("deploy", "all", "grp")).Status);
        Assert.DoesNotContain(await File.ReadAllLinesAsync(Record), line =>
            line.Contains(" apply ", StringComparison.Ordinal) || line.Contains("group create", StringComparison.Ordinal) || line.Contains("invoke", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_asks_nobody_for_anything()
    {
        var (status, output) = await RunAsync("deploy", "all", "grp", "--dry-run");
        Assert.True(status == 0, output);
        Assert.False(File.Exists(Record));
        Assert.Contains("config-zip -g grp", output);
    }

    [Fact]
    public async Task Without_the_certificate_the_name_waits()
    {
        var (status, output) = await RunAsync("deploy", "all", "grp", "--yes", "NV_WITHOUT_CERTIFICATE=1");
        Assert.NotEqual(0, status);
        Assert.Contains("az keyvault certificate import --vault-name the-vault", output);
        using var parameters = JsonDocument.Parse(await File.ReadAllTextAsync(Record + ".parameters.0"));
        Assert.Equal("", parameters.RootElement.GetProperty("parameters").GetProperty("certificateName").GetProperty("value").GetString());
    }

    [Fact]
    public async Task Without_Terraform_the_values_of_the_file_stand()
    {
        var (status, output) = await RunAsync("deploy", "azure", "grp", "--yes", "NV_WITHOUT_STATE=1", "NV_REDIS=own:6379", """NV_VPN_KEYS={"203.0.113.9":"own"}""");
        Assert.True(status == 0, output);
        using var parameters = JsonDocument.Parse(await File.ReadAllTextAsync(Record + ".parameters.0"));
        Assert.Equal(
            """{"name":{"value":"own"},"bucket":{"value":"of the file"},"certificateName":{"value":"c"},"redis":{"value":"own:6379"},"vpn":{"value":{"sku":"s","awsAddresses":["of the file"]}},"vpnSharedKeys":{"value":{"203.0.113.9":"own"}}}""",
            JsonSerializer.Serialize(parameters.RootElement.GetProperty("parameters")));
    }

    [Theory]
    [InlineData("azure")]
    [InlineData("all")]
    public async Task Azure_is_left_alone_while_it_is_on_duty(string what)
    {
        var (status, output) = await RunAsync("deploy", what, "grp", "--yes", "NV_ON_DUTY=azure");
        Assert.NotEqual(0, status);
        Assert.Contains("Azure is on duty for", output);
        Assert.DoesNotContain("+ az deployment group create", output);
        Assert.Equal(0, (await RunAsync("deploy", what, "grp", "--yes", "--on-duty", "NV_ON_DUTY=azure")).Status);
    }

    [Fact]
    public async Task A_package_that_does_not_answer_gives_way_to_the_one_before()
    {
        Assert.Equal(0, (await RunAsync("deploy", "azure", "grp", "--yes")).Status);
        var (status, output) = await RunAsync("deploy", "azure", "grp", "--yes", "NV_BROKEN=1");
        Assert.NotEqual(0, status);
        Assert.Contains("The new package was taken back.", output);
        Assert.Contains(".nv/deployed/grp.zip", (await File.ReadAllLinesAsync(Record)).Last(line => line.Contains("config-zip", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Rolling_back_goes_to_the_version_before()
    {
        Assert.Equal(0, (await RunAsync("rollback", "aws", "--yes")).Status);
        Assert.Contains(await File.ReadAllLinesAsync(Record), line =>
            line.Contains("--function-name shop-api --name live --function-version 6 --routing-config AdditionalVersionWeights={}", StringComparison.Ordinal));
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private void WriteProgram(string path, string tool)
    {
        Write(path, Sources.Read($"tests/NvDemo.Tests/Infrastructure/StandInTools/{tool}"));
        Process.Start("chmod", ["+x", Path.Combine(_root, path)]).WaitForExit();
    }

    private async Task<(int Status, string Output)> RunAsync(params string[] arguments)
    {
        // Without a terminal, so that nobody can be asked.
        var start = new ProcessStartInfo("setsid") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-w", "bash", Path.Combine(_root, "nv"), .. arguments.Where(argument => !argument.StartsWith("NV_", StringComparison.Ordinal))])
            start.ArgumentList.Add(argument);
        start.Environment["PATH"] = $"{Path.Combine(_root, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["NV_RECORD"] = Record;
        foreach (var setting in arguments.Where(argument => argument.StartsWith("NV_", StringComparison.Ordinal)))
            start.Environment[setting.Split('=')[0]] = setting.Split('=')[1];
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
