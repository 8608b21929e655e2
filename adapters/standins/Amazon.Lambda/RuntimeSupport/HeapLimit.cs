namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Keeps the heap within the function's memory: the collector would otherwise reckon with all that the machine has.</summary>
internal static class HeapLimit
{
    /// <summary>Sets the limit, unless a lower one is set already.</summary>
    /// <param name="memoryInMB">The function's memory; 0 where it is not known.</param>
    public static void Set(int memoryInMB)
    {
        var limit = (ulong)memoryInMB * 1024 * 1024;
        if (limit == 0 || (ulong)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes <= limit)
            return;
        AppContext.SetData("GCHeapHardLimit", limit);
        GC.RefreshMemoryLimit();
    }
}
