namespace NvDemo.Tests.Services;

/// <summary>An address where nothing answers: port 1 of this machine refuses connections.</summary>
internal static class Nowhere
{
    public const int Port = 1;

    public static readonly Uri Url = new($"http://127.0.0.1:{Port}/");
}
