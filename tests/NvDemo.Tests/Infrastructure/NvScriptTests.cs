using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using NvDemo.Core;

namespace NvDemo.Tests.Infrastructure;

/// <summary><c>./nv</c> itself, with programs in the place of what takes long: what it says, and what it ends with.</summary>
[SupportedOSPlatform("linux")]
public sealed class NvScriptTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("nvdemo-nv-").FullName;

    public NvScriptTests()
    {
        foreach (var file in (string[])["nv", "global.json", "eng/deploy.sh", "eng/deploy-aws.sh", "eng/deploy-azure.sh", "eng/package.sh", "eng/doctor.sh", "eng/detached.sh"])
            Write(file, Sources.Read(file));
        foreach (var cloud in (string[])["functions/NvDemo.Functions", "adapters/NvDemo.Lambda"])
            Write($"{cloud}/a.csproj", "");
        foreach (var source in (string[])["Directory.Build.props", "host.json", "NvDemo.sln", "tests/NvDemo.LocalClouds/a.cs"])
            Write(source, "");
        Write("artifacts/standins.props", "");
        WriteProgram("npm", "echo noise");
        WriteProgram("moto_server", "");
        WriteProgram("dotnet", "case $1 in --version) echo 10 ;; build) echo noise; echo \"error of $2\" >&2; exit \"${NV_STATUS-0}\" ;; esac");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Each_step_is_a_line_with_its_time_and_has_a_log()
    {
        var (status, _, said) = await RunAsync("build");
        Assert.True(status == 0, said);
        Assert.Collection(
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches(@"^Installing Azurite [0-9.]+ into \.nv/tools: \d+\.\d s$", line),
            line => Assert.Matches(@"^Building what runs of Azure: \d+\.\d s$", line),
            line => Assert.Matches(@"^Building what runs of AWS: \d+\.\d s$", line));
        Assert.Equal("noise\n", await File.ReadAllTextAsync(Path.Combine(_root, ".nv", "logs", "install-azurite.log")));
    }

    [Fact]
    public async Task A_step_that_fails_shows_the_end_of_its_log_and_where_it_is()
    {
        var (status, _, said) = await RunAsync("build", "NV_STATUS=3");
        Assert.Equal(1, status);
        Assert.Matches(@"noise\nerror of .*Stack\.slnf\nBuilding what runs of Azure: failed after \d+\.\d s; all that it said is in .*/\.nv/logs/build-azure\.log\.\nThe build failed\.\n$", said);
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("up --bogus")]
    [InlineData("down bogus")]
    [InlineData("up --port-aws")]
    [InlineData("up --port-aws 0")]
    [InlineData("up --port-aws 65536")]
    [InlineData("build --arch")]
    [InlineData("build --arch mips --aot")]
    [InlineData("doctor bogus")]
    [InlineData("deploy bogus")]
    [InlineData("rollback azure")]
    [InlineData("package bogus")]
    [InlineData("completion fish")]
    public async Task What_does_not_exist_ends_with_2(string arguments)
    {
        var (status, output, said) = await RunAsync(arguments.Split(' '));
        Assert.Equal((2, ""), (status, output));
        Assert.NotEqual("", said);
    }

    [Fact]
    public async Task Who_has_a_port_is_said()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var (status, _, said) = await RunAsync("up", "--aws-only", "--port-aws", $"{port}");
        Assert.Equal(1, status);
        Assert.Contains($"Port {port} is in use (process {Environment.ProcessId}, ", said, StringComparison.Ordinal);
        Assert.Contains("--port-aws", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_the_one_of_the_assemblies()
    {
        var (_, output, _) = await RunAsync(Sources.PathOf("nv"), "--version");
        var built = typeof(ServiceOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Assert.Equal(built, output.Split(' ', '\n')[0]);
    }

    [Fact]
    public async Task Every_command_and_option_of_help_completes()
    {
        var (_, help, _) = await RunAsync("help");
        var (_, completion, _) = await RunAsync("completion", "bash");
        Write("completion", completion);
        var commands = Regex.Matches(help, "(?m)^  ([a-z]+)").Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Equal(commands.Order(StringComparer.Ordinal), (await CompleteAsync("")).Order(StringComparer.Ordinal));
        Assert.Equal(["redrive", "reconcile"], (await CompleteAsync("re")).OrderDescending(StringComparer.Ordinal));
        foreach (var command in commands)
        {
            // From its line, or lines, to the next one that is not indented further.
            var text = string.Concat(Regex.Matches(help, $@"(?m)^  {command}\b.*\n(?: {{3,}}.*\n)*").Select(match => match.Value));
            var options = Regex.Matches(text, @"--[a-z][a-z-]*").Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);
            Assert.Equal(options, (await CompleteAsync(command, "--")).Order(StringComparer.Ordinal));
        }

        Assert.Equal(["list", "add", "rotate", "remove"], (await CompleteAsync("client", "")).Where(word => word[0] != '-'));
    }

    [Fact]
    public void Commands_of_help_are_those_that_there_are()
    {
        var script = Sources.Read("nv");
        var cases = script[script.LastIndexOf("case $command in", StringComparison.Ordinal)..];
        var known = Regex.Matches(cases, @"(?m)^  ([a-z| -]+)\)").SelectMany(match => match.Groups[1].Value.Split(" | ")).Where(name => name[0] != '-');
        var help = script[script.IndexOf("usage:", StringComparison.Ordinal)..script.IndexOf("\nEOF", StringComparison.Ordinal)];
        Assert.Equal(
            Sources.Find(help, "(?m)^  ([a-z]+)"),
            known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Default_ports_are_the_same_everywhere()
    {
        var ports = Sources.Find(Sources.Read("nv"), @"\[(?:azure|aws|front)\]=(\d+)");
        Assert.Equal(ports, Sources.Find(Sources.Read("tests/NvDemo.LocalClouds/Commands/UpOptions.cs"), @"\[""(?:azure|aws|front)""\] = (\d+)"));
        using var container = JsonDocument.Parse(Sources.Read(".devcontainer/devcontainer.json"));
        Assert.Equal(ports, container.RootElement.GetProperty("forwardPorts").EnumerateArray().Select(port => port.GetRawText()).Order(StringComparer.Ordinal));
        Assert.Equal(Sources.Find(Sources.Read("nv"), @"\[front\]=(\d+)"), Sources.Find(Sources.Read("compose.yaml"), @"127\.0\.0\.1:(\d+)/health"));
    }

    private async Task<string[]> CompleteAsync(params string[] words)
    {
        var line = string.Join(' ', words.Select(word => $"'{word}'"));
        var (_, output, said) = await RunProgramAsync("bash", "-c", $"source '{_root}/completion'; COMP_WORDS=(nv {line}); COMP_CWORD={words.Length}; _nv; printf '%s\\n' \"${{COMPREPLY[@]}}\"");
        Assert.Equal("", said);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private void WriteProgram(string name, string text)
    {
        Write($"bin/{name}", $"#!/usr/bin/env bash\n{text}\n");
        File.SetUnixFileMode(Path.Combine(_root, "bin", name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>Runs the copy of nv, or the one that is named, with the settings among the arguments.</summary>
    private Task<(int Status, string Output, string Said)> RunAsync(params string[] arguments) =>
        RunProgramAsync("bash", arguments[0].StartsWith('/') ? arguments : [Path.Combine(_root, "nv"), .. arguments]);

    private async Task<(int Status, string Output, string Said)> RunProgramAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Path.Combine(_root, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var argument in arguments)
        {
            if (argument.StartsWith("NV_", StringComparison.Ordinal))
                start.Environment[argument.Split('=')[0]] = argument.Split('=')[1];
            else
                start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
