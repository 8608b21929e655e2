using System.Diagnostics;

namespace NvDemo.Benchmarks.Measuring;

/// <summary>What this process used.</summary>
/// <param name="Allocated">Bytes of the managed heap, since the process began.</param>
/// <param name="Collections">Of generation 2.</param>
/// <param name="Processor">Time on the CPU.</param>
internal readonly record struct Usage(double Allocated, int Collections, TimeSpan Processor)
{
    public static Usage Now()
    {
        using var process = Process.GetCurrentProcess();
        return new Usage(GC.GetTotalAllocatedBytes(precise: true), GC.CollectionCount(2), process.TotalProcessorTime);
    }

    public Usage Since(Usage before) =>
        new(Allocated - before.Allocated, Collections - before.Collections, Processor - before.Processor);
}
