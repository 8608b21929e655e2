namespace NvDemo.Fuzz.Grammar;

/// <summary>
/// What a request holds in place of what differs by cloud, or is known only from earlier replies. Texts of requests are one character for
/// each byte (ISO 8859-1); these are beyond.
/// </summary>
internal static class Learned
{
    /// <summary>The first characters of every key that the sequence writes: as long on either cloud, and another on each.</summary>
    public const char Namespace = '\uE000';

    /// <summary>The entity tag, quoted, of the last reply that had one.</summary>
    public const char ETag = '\uE001';

    /// <summary>The <c>Last-Modified</c> of the last reply that had one.</summary>
    public const char LastModified = '\uE002';

    /// <summary>The cursor of the last <c>Link</c>.</summary>
    public const char Cursor = '\uE003';

    /// <summary>A cursor made up in the right form, which names no file.</summary>
    public const char ForgedCursor = '\uE004';

    /// <summary>The first half of <see cref="Cursor"/>.</summary>
    public const char CutCursor = '\uE005';

    /// <summary>The cloud's host and port.</summary>
    public const char Authority = '\uE006';

    /// <summary>The <c>upload_id</c> of the last reply that had one.</summary>
    public const char UploadId = '\uE007';

    /// <summary>The id of the last upload by TUS.</summary>
    public const char TusUpload = '\uE008';

    /// <summary>What the sequence's uploads by TUS begin with, in Base64.</summary>
    public const char TusFolder = '\uE009';

    /// <summary>How long the request's body is, in bytes.</summary>
    public const char BodyLength = '\uE00A';

    /// <summary>How a request that is printed names them.</summary>
    public static string? NameOf(char character) => character switch
    {
        Namespace => "{namespace}",
        ETag => "{etag}",
        LastModified => "{last-modified}",
        Cursor => "{cursor}",
        ForgedCursor => "{forged-cursor}",
        CutCursor => "{cut-cursor}",
        Authority => "{authority}",
        UploadId => "{upload-id}",
        TusUpload => "{tus-upload}",
        TusFolder => "{tus-folder}",
        BodyLength => "{length}",
        _ => null,
    };
}
