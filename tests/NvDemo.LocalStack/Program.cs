using NvDemo.LocalStack;

return args switch
{
    ["up", .. var options] => await UpCommand.RunAsync(options),
    ["migrate"] => await MigrateCommand.RunAsync(),
    ["redrive", .. var options] => await RedriveCommand.RunAsync(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: NvDemo.LocalStack up [--lambda PATH] | migrate | redrive [--dry-run]");
    return 2;
}
