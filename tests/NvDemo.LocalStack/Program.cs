using NvDemo.LocalStack;

return args switch
{
    ["up", .. var options] => await UpCommand.RunAsync(options),
    ["migrate"] => await MigrateCommand.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: NvDemo.LocalStack up [--lambda PATH] | migrate");
    return 2;
}
