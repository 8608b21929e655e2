using NvDemo.Fuzz;

if (FuzzOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("usage: NvDemo.Fuzz [--seconds N] [--seed N] [--request N]");
    return 2;
}

return await FuzzRun.RunAsync(options) ? 0 : 1;
