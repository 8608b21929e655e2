using System.Diagnostics;

namespace FunctionsHost.Workers;

/// <summary>
/// Programs in a session of their own, so that what ends this process's group (Ctrl-C, a signal to the group) does not end them too: a
/// worker first finishes what it has begun. Where there is no <c>setsid</c> (macOS, Windows) they stay in the group.
/// </summary>
internal static class OwnSession
{
    private static readonly bool HasSetsid = File.Exists("/usr/bin/setsid");

    /// <summary>A program and its arguments, ready to be started.</summary>
    public static ProcessStartInfo Command(IEnumerable<string> words)
    {
        string[] all = HasSetsid ? ["/usr/bin/setsid", .. words] : [.. words];
        return new ProcessStartInfo(all[0], all[1..]);
    }
}
