using NvDemo.LocalClouds.Commands;

try
{
    return args switch
    {
        ["up"] => await UpCommand.RunAsync(only: null),
        ["up", "--azure-only"] => await UpCommand.RunAsync("azure"),
        ["up", "--aws-only"] => await UpCommand.RunAsync("aws"),
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
    Console.Error.WriteLine("usage: NvDemo.LocalClouds up [--azure-only|--aws-only] | migrate | reconcile [--dry-run] | redrive [--dry-run] | doctor [FILE...]");
    Console.Error.WriteLine(ClientCommand.Usage);
    return 2;
}
