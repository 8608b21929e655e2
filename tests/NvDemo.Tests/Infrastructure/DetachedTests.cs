using System.Diagnostics;

namespace NvDemo.Tests.Infrastructure;

/// <summary><c>eng/detached.sh</c>, with which <c>./nv up --detach</c> starts what outlives it.</summary>
public sealed class DetachedTests
{
    [Fact]
    public async Task What_outlives_a_command_keeps_none_of_its_caller_s_files()
    {
        var script = $$"""
            set -euo pipefail
            . '{{Sources.PathOf("eng/detached.sh")}}'
            folder=$(mktemp -d)
            trap 'kill "$child"; rm -rf -- "$folder"' EXIT
            exec 9>"$folder/lock"
            flock 9
            start_detached "$folder/log" bash -c 'echo "begun: $*"; exec sleep 60' bash 'a b' c
            exec 9>&-
            flock --wait 10 "$folder/lock" echo free
            until grep -q begun "$folder/log"; do sleep 0.1; done
            cat "$folder/log"
            """;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true })!;
        Assert.Equal("free\nbegun: a b c\n", await bash.StandardOutput.ReadToEndAsync());
        await bash.WaitForExitAsync();
        Assert.Equal(0, bash.ExitCode);
    }
}
