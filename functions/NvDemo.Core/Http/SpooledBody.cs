using System.Buffers;

namespace NvDemo.Core.Http;

/// <summary>A body that has arrived whole, and can be read as often as it takes. Nothing is left of it when it is disposed, or the process dies.</summary>
public sealed class SpooledBody : IAsyncDisposable
{
    private readonly Func<IDisposable>? _takeRoom;
    private IDisposable? _room;

    /// <summary>One that is to be appended to.</summary>
    internal SpooledBody(int capacity, Func<IDisposable> takeRoom) => (Content, _takeRoom) = (new MemoryStream(capacity), takeRoom);

    /// <summary>One that can be read again as it is, and is only counted as it is read.</summary>
    internal SpooledBody(Stream held) => Content = held;

    public Stream Content { get; private set; }

    /// <summary>In bytes.</summary>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_takeRoom is not null)
            await Content.DisposeAsync();
        _room?.Dispose();
    }

    /// <summary>Appends what follows.</summary>
    /// <exception cref="OverloadedException">There is no room for it.</exception>
    /// <exception cref="DependencyException">The disk does not take it.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        Length += bytes.Length;
        if (_takeRoom is null)
            return;
        if (Length <= BodySpools.InMemory)
        {
            Content.Write(bytes.Span);
            return;
        }

        _room ??= _takeRoom();
        try
        {
            if (Content is MemoryStream start)
            {
                Content = CreateFile();
                await Content.WriteAsync(start.GetBuffer().AsMemory(0, (int)start.Length), cancellation);
            }

            await Content.WriteAsync(bytes, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It must not be taken for the client's.
            throw new DependencyException("Temporary storage", DependencyFailure.OutOfReach, e);
        }
    }

    /// <summary>Appends all of a stream.</summary>
    /// <inheritdoc cref="AppendAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public async Task AppendAsync(Stream stream, CancellationToken cancellation)
    {
        using var chunk = MemoryPool<byte>.Shared.Rent(BodySpools.InMemory);
        while (await stream.ReadAsync(chunk.Memory, cancellation) is > 0 and var read)
            await AppendAsync(chunk.Memory[..read], cancellation);
    }

    /// <summary>Has it read from its beginning.</summary>
    public void Rewind() => Content.Position = 0;

    private static FileStream CreateFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"nv-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (OperatingSystem.IsWindows())
            return new FileStream(path, options);

        // Without a name at once: a process that is killed closes nothing.
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        File.Delete(path);
        return file;
    }
}
