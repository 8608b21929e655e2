using System.Globalization;
using System.Text.RegularExpressions;
using NvDemo.Core;
using NvDemo.LocalClouds.Aws;
using NvDemo.LocalClouds.Aws.ApiGateway;

namespace NvDemo.Tests.Infrastructure;

/// <summary>What code, documents and the infrastructure of both clouds must have in common, compared as it is written.</summary>
public sealed class ParityTests
{
    private static readonly string Code =
        string.Concat(new[] { "NvDemo.Adapters", "NvDemo.Azure", "NvDemo.Lambda" }.Select(project => Sources.Read($"adapters/{project}", ".cs")))
        + Sources.Read("functions", ".cs");

    private static readonly string Routes = Sources.Read("functions/NvDemo.Core/Composition", ".cs") + Sources.Read("adapters/NvDemo.Azure", ".cs");
    private static readonly string Lambda = Sources.Read("adapters/NvDemo.Lambda/Program.cs");
    private static readonly string Clouds = Sources.Read("tests/NvDemo.LocalClouds/Aws/AwsCloud.cs");
    private static readonly string Terraform = Sources.Read("terraform", ".tf");
    private static readonly string Bicep = Sources.Read("bicep", ".bicep");
    private static readonly string SettingsPage = Sources.Read("docs/settings.md");

    [Fact]
    public void Every_setting_that_the_code_reads_is_documented_and_the_other_way_round() =>
        Assert.Equal(Sources.Find(Code, "\"(Nv__\\w+)\""), Sources.Find(SettingsPage, @"(?m)^\|[^|]*`(Nv__\w+)`"));

    [Fact]
    public void The_infrastructure_sets_only_settings_that_there_are()
    {
        var known = Sources.Find(SettingsPage, @"`(Nv__\w+)`");
        Assert.Subset(known.ToHashSet(), Sources.Find(Terraform, @"\b(Nv__\w+)\b").ToHashSet());
        Assert.Subset(known.ToHashSet(), Sources.Find(Bicep, @"\b(Nv__\w+)\b").ToHashSet());
    }

    [Fact]
    public void The_infrastructure_of_each_cloud_sets_every_required_setting()
    {
        var required = Sources.Find(SettingsPage, @"(?m)^\| `(Nv__\w+)` \|[^|]*\| required").ToHashSet();
        Assert.Superset(required, Sources.Find(Terraform, @"\b(Nv__\w+)\b").ToHashSet());
        Assert.Superset(required, Sources.Find(Bicep, @"\b(Nv__\w+)\b").ToHashSet());
    }

    [Fact]
    public void The_executable_has_the_functions_that_are_deployed_and_run_locally()
    {
        var functions = Sources.Find(Lambda, "(?m)^ +\"([a-z-]+)\" => Create");
        Assert.Equal(functions, Sources.Find(Terraform, "(?m)^  function +?= +?\"([a-z-]+)\""));
        Assert.Equal(functions, Sources.Find(Clouds, @"\(""([a-z-]+)"", TimeSpan"));
        Assert.Equal(functions, Sources.Find(SettingsPage[SettingsPage.IndexOf("`NV_FUNCTION`", StringComparison.Ordinal)..].Split('\n')[0], "`([a-z-]+)`"));
    }

    [Fact]
    public void The_queue_of_azure_has_one_name()
    {
        var queue = Assert.Single(Sources.Find(Sources.Read("functions/NvDemo.Functions/IndexFunction.cs"), "Queue = \"([a-z-]+)\""));
        Assert.Equal([queue, queue + "-poison"], Sources.Find(Bicep, "name: '(nv-[a-z-]+)'"));
        Assert.Equal([queue], Sources.Find(Sources.Read("tests/NvDemo.LocalClouds/Azure/AzuriteServer.cs"), "EventQueue = \"([a-z-]+)\""));
    }

    [Fact]
    public void The_certificate_that_verifies_the_database_is_in_the_packages_under_the_name_that_is_looked_for()
    {
        var names = Sources.Find(Sources.Read("eng/package.sh"), @"--output ""\$1/([a-z.-]+)""");
        Assert.Equal(names, Sources.Find(Terraform, "Root Certificate=([a-z.-]+)"));
        Assert.Equal(names, Sources.Find(Sources.Read("bicep", ".bicepparam"), "Root Certificate=([a-z.-]+)"));
    }

    [Fact]
    public void Messages_are_tried_as_often_on_either_cloud()
    {
        Assert.Equal(["5"], Sources.Find(Sources.Read("host.json"), @"""maxDequeueCount"": (\d+)"));
        Assert.Equal(["5"], Sources.Find(Sources.Read("adapters/NvDemo.Azure/StorageQueues/EventDrain.cs"), @"MaxTries = (\d+)"));
        Assert.Equal(["5"], Sources.Find(Terraform, @"maxReceiveCount\s*= (\d+)"));
        Assert.Equal(["5"], Sources.Find(Sources.Read("tests/NvDemo.LocalClouds/Services/LocalAws.cs"), @"MaxReceiveCount = (\d+)"));
    }

    [Fact]
    public void The_local_functions_have_the_limits_of_the_deployed_ones()
    {
        var functions = Sources.Read("terraform/functions.tf");
        var modules = Regex.Matches(functions, @"(?ms)^module ""\w+"" \{.*?^\}").Select(match => match.Value).Order(StringComparer.Ordinal);
        Assert.Equal(
            modules.Select(module => (Text(module, "function"), Number(module, "timeout"), Number(module, "memory"), Number(module, "concurrency"))).Order(),
            AwsCloud.Functions.Select(function => (
                (string?)function.Name, (int?)function.Timeout.TotalSeconds, (int?)function.MemoryMB, function.Concurrency)).Order());

        var mapping = AwsCloud.Mapping;
        Assert.Equal(
            $"{{ size = {mapping.BatchSize}, window_seconds = {mapping.BatchingWindow.TotalSeconds} }}", Text(Terraform, "index_batch"));
        Assert.Equal(mapping.MaximumConcurrency, Number(Terraform, "index_concurrency"));

        static string? Text(string text, string name) =>
            Regex.Match(text, $@"(?m)^  {name} += ""?(.+?)""?$") is { Success: true } match ? match.Groups[1].Value : null;

        // A local value, which may be for where something can be reserved, or a variable's default.
        int? Number(string from, string name) => Text(from, name) switch
        {
            null => null,
            { } text when Regex.Match(text, @"== null \? null : (\d+)$") is { Success: true } reserved =>
                int.Parse(reserved.Groups[1].Value, CultureInfo.InvariantCulture),
            ['l', 'o', 'c', 'a', 'l', '.', .. var local] => Number(Terraform, local),
            ['v', 'a', 'r', '.', .. var variable] => int.Parse(
                Regex.Match(Terraform, $@"(?s)variable ""{variable}"".*?default += (\d+)").Groups[1].Value, CultureInfo.InvariantCulture),
            var number => int.Parse(number, CultureInfo.InvariantCulture),
        };
    }

    [Fact]
    public void What_fails_on_azure_is_tried_again_after_one_time_whoever_took_it_from_the_queue()
    {
        var minutes = Sources.Find(Sources.Read("host.json"), @"""visibilityTimeout"": ""00:0(\d):00""");
        Assert.Equal(
            minutes,
            Sources.Find(Sources.Read("adapters/NvDemo.Azure/StorageQueues/StorageEventQueue.cs"), @"DefaultTimeout = TimeSpan.FromMinutes\((\d)\)"));
    }

    [Fact]
    public void Default_secrets_have_the_same_names_everywhere()
    {
        var names = Sources.Find(Sources.Read("adapters/NvDemo.Adapters", ".cs"), "Secret\", \"([a-z]+)\"");
        Assert.Equal(names, Sources.Find(SettingsPage, @"(?m)^\| `Nv__\w+Secret` \|[^|]*\| `([a-z]+)`"));
    }

    [Fact]
    public void What_terraform_says_to_azure_is_what_bicep_asks_for()
    {
        var output = Terraform[Terraform.IndexOf("output \"azure_settings\"", StringComparison.Ordinal)..];
        var given = Sources.Find(output[..output.IndexOf("\n}", StringComparison.Ordinal)], @"\b(Nv__\w+|AWS_REGION)\b")
            .Concat(Sources.Find(Sources.Read("terraform/cache.tf"), @"\b(Nv__\w+)\b"));
        Assert.Subset(Sources.Find(Sources.Read("bicep/main.bicep"), @"\b(Nv__\w+|AWS_REGION): ").ToHashSet(), given.ToHashSet());
    }

    [Fact]
    public void Metrics_have_the_same_names_everywhere()
    {
        var page = Sources.Find(Sources.Read("docs/metrics.md"), @"(?m)^\| `([A-Z]\w+)` \|");
        var measured = Sources.Find(Sources.Read("functions/NvDemo.Core/ServiceMetrics.cs"), @"Create\w+<\w+>\(""(\w+)""")
            .Concat(Sources.Find(Sources.Read("terraform/canary/canary.py"), @"""Name"": ""(\w+)""")).Order(StringComparer.Ordinal);
        Assert.Equal(page, measured);
        Assert.Subset(page.ToHashSet(), Sources.Find(Bicep, @"AppMetrics \| where Name == ""(\w+)""").ToHashSet());
    }

    [Fact]
    public void Limits_have_the_same_defaults_everywhere()
    {
        var limits = Sources.Find(SettingsPage, @"(?m)^\| `Nv__(?:InlineLimit|PresignSeconds|SpoolLimit)` \|[^|]*\| (\d+)");
        Assert.Equal(limits, Sources.Find(Bicep, @"param (?:inlineLimit|presignSeconds|spoolLimit) int = (\d+)"));
        Assert.Equal(
            limits,
            new[] { new ServiceOptions { Cloud = "", Bucket = "", PublicUrl = new("http://localhost") } }
                .SelectMany(options => (string[])[$"{options.PresignLifetime.TotalSeconds}", $"{options.InlineLimit}", $"{options.SpoolLimit}"]).Order(StringComparer.Ordinal));
        Assert.Equal(
            Sources.Find(SettingsPage, "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT=(\\d+)"), Sources.Find(Bicep, @"FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '(\d+)'"));
    }

    [Fact]
    public void The_gateway_opens_the_routes_that_are_open_but_for_the_webhook()
    {
        var open = Sources.Find(Routes, "\"(?:GET|POST)\", \"(/[a-z/.]+(?:{file})?)\", Scopes.None");
        Assert.Equal(["/api/events/sns", "/api/openapi.json", "/health", "/ui", "/ui/{file}"], open);
        var opened = Sources.Find(Terraform, @"path = ""([^""]+)"", method = ""(?:GET|ANY)"", open = true");
        Assert.Equal(open.Except(["/api/events/sns"]), opened.Select(path => path.Replace("{proxy+}", "{file}", StringComparison.Ordinal)));
        Assert.Equal(opened, Sources.Find(Terraform, @"path = ""([^""]+)"", method = ""ANY"", open = true"));
        Assert.All(Sources.Find(Terraform, @"path = ""([^""]+)"", method"), path =>
            Assert.Equal((path, opened.Contains(path)), (GatewayResources.Of(path), GatewayResources.IsOpen(path))));
        Assert.Equal(["/api/events/sns"], Sources.Find(Terraform, @"front_door_host\}(/[a-z/]+)"));
        Assert.Equal(["/api/events/sns"], Sources.Find(Bicep, @"output webhookUrl string = 'https://\$\{[\w.]+\}(/[a-z/]+)'"));
    }
}
