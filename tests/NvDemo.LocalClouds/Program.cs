using NvDemo.LocalClouds.Commands;

try
{
    return args switch
    {
        ["up", .. var arguments] => UpOptions.Parse(arguments) is { } options ? await UpCommand.RunAsync(options) : Usage(),
        ["trace", var request] => await TraceCommand.RunAsync(request),
        ["migrate"] => await DoneAsync(MigrateCommand.RunAsync()),
        ["reconcile", .. var arguments] when AreOnly(arguments, "--dry-run", "--json") =>
            await DoneAsync(ReconcileCommand.RunAsync(arguments.Contains("--dry-run"), arguments.Contains("--json"))),
        ["redrive", .. var arguments] when AreOnly(arguments, "--dry-run", "--json") =>
            await RedriveCommand.RunAsync(arguments.Contains("--dry-run"), arguments.Contains("--json")),
        ["client", .. var arguments] => await ClientCommand.RunAsync(arguments),
        ["doctor", .. var files] => await DoctorCommand.RunAsync(files),
        _ => Usage(),
    };
}
catch (Exception e) when (e is InvalidOperationException or HttpRequestException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static bool AreOnly(string[] arguments, params string[] options) => arguments.All(options.Contains);

static async Task<int> DoneAsync(Task command)
{
    await command;
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("usage: NvDemo.LocalClouds up [--azure-only|--aws-only] [--port-azure N] [--port-aws N] [--port-front N] [--json] [--observe] | trace REQUEST | migrate"
        + " | reconcile [--dry-run] [--json] | redrive [--dry-run] [--json] | doctor [FILE...]");
    Console.Error.WriteLine(ClientCommand.Usage);
    return 2;
}
