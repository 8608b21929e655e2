using System.Diagnostics;
using NvDemo.LocalClouds.Doctor;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.AllClouds;

/// <summary><c>./nv doctor</c> on every cloud.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class DoctorTests(LocalCloudsFixture fixture) : IDisposable
{
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("nvdemo-doctor-");

    public void Dispose() => _state.Delete(recursive: true);

    [Fact]
    public async Task All_is_well()
    {
        foreach (var cloud in fixture.Clouds.All)
        {
            var (lines, exitCode) = await DoctorAsync(cloud.Deployment);
            Assert.All(lines, line => Assert.StartsWith($"ok      {cloud.Name}: ", line, StringComparison.Ordinal));
            foreach (var name in (string[])["secret client", "secret database", "bucket", "Postgres", "schema", "Redis", "health"])
                Assert.Single(lines, line => line == $"ok      {cloud.Name}: {name}");
            Assert.Contains(lines, line => line.Contains(": queue ", StringComparison.Ordinal));
            Assert.Equal(0, exitCode);
        }
    }

    [Fact]
    public async Task Redis_is_out()
    {
        await using var redis = await ServerOutage.BeginAsync(fixture.Clouds.Data.Redis, stopped: true);
        foreach (var cloud in fixture.Clouds.All)
        {
            var failures = await FailuresAsync(cloud.Deployment);
            Assert.Equal(["Redis", "health"], failures.Select(failure => failure.Name));
            Assert.Contains("Nv__Redis", failures[0].Line, StringComparison.Ordinal);
            Assert.Contains("\"redis\":\"unavailable\"", failures[1].Line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Nv__Bucket", "no-such-bucket", "bucket", "S3 refuses")]
    [InlineData("Nv__DatabaseSecret", "no-such-secret", "secret database,Postgres", "Secrets Manager refuses")]
    [InlineData("Nv__MigrationSecret", "no-such-secret", "secret migrations,schema", "Secrets Manager refuses")]
    [InlineData("Nv__ClientSecret", "no-such-secret", "secret client", "Secrets Manager refuses")]
    [InlineData("Nv__Database", "Host=127.0.0.1;Port=1;Database=nvdemo", "Postgres,schema", "can't be reached")]
    [InlineData("Nv__Redis", "127.0.0.1:1", "Redis", "Nv__Redis")]
    public async Task What_is_not_there_is_named_with_what_to_look_at(string name, string value, string expected, string reason)
    {
        foreach (var cloud in fixture.Clouds.All)
        {
            var failures = await FailuresAsync(With(cloud.Deployment, name, value));
            Assert.Equal(expected.Split(','), failures.Select(failure => failure.Name));
            Assert.Contains(reason, failures[0].Line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Credentials_that_the_database_refuses_are_not_shown()
    {
        var secret = $"doctor-{Guid.NewGuid():N}";
        await fixture.Clouds.Data.Aws.CreateSecretAsync(secret, """{"username":"nobody","password":"hunter2"}""");
        foreach (var cloud in fixture.Clouds.All)
        {
            var failures = await FailuresAsync(With(cloud.Deployment, "Nv__DatabaseSecret", secret));
            Assert.Equal(["Postgres"], failures.Select(failure => failure.Name));
            Assert.Contains("Postgres refuses", failures[0].Line, StringComparison.Ordinal);
            Assert.DoesNotContain(failures, failure => failure.Line.Contains("hunter2", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_secret_of_another_form_is_not_shown()
    {
        var secret = $"doctor-{Guid.NewGuid():N}";
        await fixture.Clouds.Data.Aws.CreateSecretAsync(secret, "hunter2");
        foreach (var cloud in fixture.Clouds.All)
        {
            var failures = await FailuresAsync(With(cloud.Deployment, "Nv__ClientSecret", secret));
            Assert.Equal(["secret client"], failures.Select(failure => failure.Name));
            Assert.DoesNotContain("hunter2", failures[0].Line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Malformed_settings_are_named_and_what_runs_is_asked_all_the_same()
    {
        foreach (var cloud in fixture.Clouds.All)
        {
            var deployment = With(With(cloud.Deployment, "Nv__Redis", "redis:hunter2"), "Nv__Bucket", null);
            var (lines, exitCode) = await DoctorAsync(deployment);
            var failures = Failures(cloud.Name, lines);
            Assert.All(failures, failure => Assert.StartsWith("settings of ", failure.Name, StringComparison.Ordinal));
            Assert.Contains("Nv__Redis is not ", failures[0].Line, StringComparison.Ordinal);
            Assert.Contains("Nv__Bucket is not set", failures[0].Line, StringComparison.Ordinal);
            Assert.DoesNotContain(lines, line => line.Contains("hunter2", StringComparison.Ordinal));
            Assert.Contains($"ok      {cloud.Name}: health", lines);
            Assert.Equal(1, exitCode);
        }
    }

    [Fact]
    public async Task What_only_the_deployment_reaches_is_asked_of_its_health()
    {
        foreach (var cloud in fixture.Clouds.All)
        {
            var (lines, exitCode) = await DoctorAsync(With(cloud.Deployment, "Nv__Redis", "127.0.0.1:1") with { IsPrivate = true });
            Assert.DoesNotContain(lines, line => line.EndsWith(": Redis", StringComparison.Ordinal));
            Assert.Contains($"ok      {cloud.Name}: health", lines);
            Assert.Equal(0, exitCode);
        }
    }

    [Fact]
    public async Task Without_a_file_the_environment_is_looked_at()
    {
        foreach (var cloud in fixture.Clouds.All)
        {
            var (process, settings) = cloud.Deployment.Settings.First();
            using var doctor = Start([], settings);
            var output = await doctor.StandardOutput.ReadToEndAsync();
            await doctor.WaitForExitAsync();
            Assert.StartsWith($"ok      {cloud.Name}: settings of {process}\n", output, StringComparison.Ordinal);
            Assert.Equal(0, doctor.ExitCode);
        }
    }

    private static Deployment With(Deployment deployment, string name, string? value) => deployment with
    {
        Settings = deployment.Settings.ToDictionary(
            process => process.Key, process => new Dictionary<string, string?>(process.Value) { [name] = value }),
    };

    private static List<(string Name, string Line)> Failures(string cloud, IEnumerable<string> lines) =>
        [.. lines.Where(line => line.StartsWith($"FAILED  {cloud}: ", StringComparison.Ordinal))
            .Select(line => (line[$"FAILED  {cloud}: ".Length..].Split(": ")[0], line))];

    private async Task<List<(string Name, string Line)>> FailuresAsync(Deployment deployment)
    {
        var (lines, exitCode) = await DoctorAsync(deployment);
        Assert.Equal(1, exitCode);
        return Failures(deployment.Cloud, lines);
    }

    private async Task<(string[] Lines, int ExitCode)> DoctorAsync(Deployment deployment)
    {
        var file = Path.Combine(_state.FullName, $"{Guid.NewGuid():N}.json");
        deployment.Write(file);
        using var process = Start([file], new Dictionary<string, string?>());
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (output.Split('\n', StringSplitOptions.RemoveEmptyEntries), process.ExitCode);
    }

    private static Process Start(string[] files, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "NvDemo.LocalClouds"), ["doctor", .. files]) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
