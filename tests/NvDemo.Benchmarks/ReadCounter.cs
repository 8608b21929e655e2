using System.Reflection;
using NvDemo.Core.Index;

namespace NvDemo.Benchmarks;

/// <summary>Counts how often an index is read for a list.</summary>
public class ReadCounter : DispatchProxy
{
    private IFileIndex? _index;

    public int Reads { get; private set; }

    public static IFileIndex Of(IFileIndex index, out ReadCounter counter)
    {
        var proxy = Create<IFileIndex, ReadCounter>();
        counter = (ReadCounter)proxy;
        counter._index = index;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IFileIndex.ListAsync))
            Reads++;
        return targetMethod.Invoke(_index, args);
    }
}
