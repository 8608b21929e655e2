using System.IO.Compression;
using System.Reflection;

namespace NvDemo.Core.Browser;

/// <summary>
/// The files of the page, which eng/Browser.targets builds from functions/NvDemo.Browser and embeds, packed by gzip. None is read before it
/// is asked for.
/// </summary>
internal static class PageAssets
{
    private const string Folder = "browser/";
    private static readonly Assembly Home = typeof(PageAssets).Assembly;
    private static readonly HashSet<string> Names = [.. Home.GetManifestResourceNames()];

    /// <summary>Whether the build had what the page is made with.</summary>
    public static bool Exist => Names.Contains(Folder + "index.html.gz");

    /// <summary>A file, packed; <c>null</c> where there is none of the name.</summary>
    public static byte[]? Read(string name)
    {
        if (!Names.Contains($"{Folder}{name}.gz"))
            return null;
        using var resource = Home.GetManifestResourceStream($"{Folder}{name}.gz")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    public static byte[] Unpack(byte[] packed)
    {
        using var source = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var target = new MemoryStream();
        source.CopyTo(target);
        return target.ToArray();
    }
}
