using System.Text;

namespace NvDemo.Drill.Clients;

/// <summary>What clients sign in with, which may change while they work.</summary>
internal sealed class Credentials(string username, string password)
{
    private volatile string _authorization = Encode(username, password);
    private volatile string? _next;

    /// <summary>The header <c>Authorization</c>.</summary>
    public string Authorization => _next is { } next && Random.Shared.Next(10) == 0 ? next : _authorization;

    /// <summary>One request in ten comes with a new password, until all do.</summary>
    public void Announce(string next) => _next = Encode(username, next);

    /// <summary>All come with the new password.</summary>
    public void Change() => (_authorization, _next) = (_next ?? _authorization, null);

    private static string Encode(string username, string password) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));
}
