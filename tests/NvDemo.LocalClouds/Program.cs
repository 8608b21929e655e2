using NvDemo.LocalClouds.Commands;

try
{
    return args switch
    {
        ["up", .. var options] => await UpCommand.RunAsync(options),
        ["migrate"] => await DoneAsync(MigrateCommand.RunAsync()),
        ["reconcile"] => await DoneAsync(ReconcileCommand.RunAsync(isDryRun: false)),
        ["reconcile", "--dry-run"] => await DoneAsync(ReconcileCommand.RunAsync(isDryRun: true)),
        ["redrive"] => await RedriveCommand.RunAsync(isDryRun: false),
        ["redrive", "--dry-run"] => await RedriveCommand.RunAsync(isDryRun: true),
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
    Console.Error.WriteLine("usage: NvDemo.LocalClouds up [--lambda PATH] | migrate | reconcile [--dry-run] | redrive [--dry-run]");
    return 2;
}
