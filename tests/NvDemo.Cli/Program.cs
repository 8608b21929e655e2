using System.CommandLine;
using System.Runtime.InteropServices;
using NvDemo.Cli;
using NvDemo.Cli.Commands;

var root = new RootCommand("Files of the service from the shell.")
{
    PutCommand.Create(),
    GetCommand.Create(),
    LsCommand.Create(),
    RmCommand.Create(),
    CpCommand.Create(),
};
var told = 0;
using var end = new CancellationTokenSource();
using var interrupted = EndOn(PosixSignal.SIGINT, 130);
using var terminated = EndOn(PosixSignal.SIGTERM, 143);
using var hungUp = EndOn(PosixSignal.SIGHUP, 143);
try
{
    // What throws is a defect, or one of these, which say themselves what is wrong.
    var command = root.Parse(args);
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    var status = await command.InvokeAsync(configuration, end.Token);
    return command.Errors.Count > 0 ? 2 : status;
}
catch (Exception e) when (e is ServiceException or IOException or UnauthorizedAccessException or HttpRequestException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Interrupted. The same command goes on where it was.");
    return told;
}

PosixSignalRegistration EndOn(PosixSignal signal, int its) => PosixSignalRegistration.Create(signal, context =>
{
    context.Cancel = true;
    told = its;
    end.Cancel();
});
