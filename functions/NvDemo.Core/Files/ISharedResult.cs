namespace NvDemo.Core.Files;

/// <summary>What several readers get from one read: each of them holds it, and is to dispose it.</summary>
public interface ISharedResult : IDisposable
{
    /// <summary>That many more hold it. The caller must hold it.</summary>
    void Hold(int holders);
}
