using NvDemo.LocalClouds.Commands;

try
{
    return args switch
    {
        ["up", .. var options] when options.All(option => option is "--azure-only" or "--aws-only" or "--observe") => await UpCommand.RunAsync(
            options.Contains("--azure-only") ? "azure" : options.Contains("--aws-only") ? "aws" : null, options.Contains("--observe")),
        ["trace", var request] => await TraceCommand.RunAsync(request),
        ["migrate"] => await DoneAsync(MigrateCommand.RunAsync()),
        ["reconcile"] => await DoneAsync(ReconcileCommand.RunAsync(isDryRun: false)),
        ["reconcile", "--dry-run"] => await DoneAsync(ReconcileCommand.RunAsync(isDryRun: true)),
        ["redrive"] => await RedriveCommand.RunAsync(isDryRun: false),
        ["redrive", "--dry-run"] => await RedriveCommand.RunAsync(isDryRun: true),
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

static async Task<int> DoneAsync(Task command)
{
    await command;
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("usage: NvDemo.LocalClouds up [--azure-only|--aws-only] [--observe] | trace REQUEST | migrate | reconcile [--dry-run] | redrive [--dry-run] | doctor [FILE...]");
    Console.Error.WriteLine(ClientCommand.Usage);
    return 2;
}
