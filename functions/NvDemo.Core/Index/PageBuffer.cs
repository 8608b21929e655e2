using System.Buffers;

namespace NvDemo.Core.Index;

/// <summary>
/// The bytes of a page in an array of the shared pool, which gets it back when the last of those who hold it has disposed: pages are large
/// enough for the large-object heap, and are needed for as long as a response is sent.
/// </summary>
public sealed class PageBuffer : IBufferWriter<byte>, IDisposable
{
    private const int Least = 4096;

    private byte[] _bytes = [];
    private int _holders = 1;

    /// <summary>What has been written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>How much has been written, in bytes; may be set to less.</summary>
    public int Length { get; set; }

    /// <summary>That many more hold it, each to dispose it once. The caller must hold it.</summary>
    public void Hold(int holders) => Interlocked.Add(ref _holders, holders);

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var free = _bytes.Length - Length;
        if (free < Math.Max(1, sizeHint))
            Grow(Math.Max(1, sizeHint));
        return _bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) != 0 || _bytes.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Least, Math.Max(2 * _bytes.Length, Length + more)));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
