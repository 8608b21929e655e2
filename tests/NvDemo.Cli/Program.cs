using System.CommandLine;
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
try
{
    // What throws is a defect, or one of these, which say themselves what is wrong.
    var command = root.Parse(args);
    var status = await command.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
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
    return 130;
}
