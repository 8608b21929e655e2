namespace NvDemo.Core.Http;

/// <summary>A body that has arrived whole, and can be read as often as it takes. Nothing is left of it when it is disposed, or the process dies.</summary>
public sealed class SpooledBody : IAsyncDisposable
{
    private readonly bool _isHeld;
    private readonly Func<IDisposable> _takeRoom;
    private IDisposable? _room;

    internal SpooledBody(Request request, Func<IDisposable> takeRoom)
    {
        _takeRoom = takeRoom;
        _isHeld = request.Body.CanSeek;
        Content = _isHeld ? request.Body : new MemoryStream((int)Math.Min(request.ContentLength ?? 0, BodySpools.InMemory));
    }

    public Stream Content { get; private set; }

    /// <summary>In bytes.</summary>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_isHeld)
            await Content.DisposeAsync();
        _room?.Dispose();
    }

    internal async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        Length += bytes.Length;
        if (_isHeld)
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

    internal void Rewind() => Content.Position = 0;

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
