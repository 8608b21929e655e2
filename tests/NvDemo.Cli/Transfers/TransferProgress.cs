namespace NvDemo.Cli.Transfers;

/// <summary>How far a transfer is; threads may add to it at once.</summary>
internal sealed class TransferProgress(Action<string, long, long> changed)
{
    private string _name = "";
    private long _total;
    private long _done;

    /// <summary>A transfer of some bytes begins, or begins again.</summary>
    public void Begin(string name, long total)
    {
        (_name, _total) = (name, total);
        Interlocked.Exchange(ref _done, 0);
        changed(_name, 0, _total);
    }

    /// <summary>Some bytes have been transferred, or, less than none, have to be once more.</summary>
    public void Add(long bytes) => changed(_name, Interlocked.Add(ref _done, bytes), _total);
}
