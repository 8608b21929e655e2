using NvDemo.LocalClouds.Processes;

namespace NvDemo.Tests.Infrastructure;

public sealed class ChildProcessTests : IDisposable
{
    private const int Children = 200;

    private readonly string _log = Path.GetTempFileName();

    public void Dispose() => File.Delete(_log);

    [Fact]
    public async Task What_is_killed_has_ended_with_all_that_it_started()
    {
        var script = $"for i in $(seq {Children}); do setsid sleep 60 & done; wait";
        await using var process = ChildProcess.Start(new ChildProcessOptions("bash", _log) { Arguments = ["-c", script] });
        while (ProcessTree.Of(process.Id).Count <= Children)
            await Task.Delay(10);
        var tree = ProcessTree.Of(process.Id);
        await process.KillAsync();
        Assert.DoesNotContain(tree, ProcessTree.IsRunning);
    }
}
