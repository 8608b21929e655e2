using System.Collections.Concurrent;

namespace NvDemo.Fuzz;

/// <summary>The findings of a run: each is printed as one line, those of a kind only at first.</summary>
internal sealed class Findings(int seed)
{
    private const int ShownOfAKind = 3;

    private readonly ConcurrentDictionary<string, int> _kinds = [];

    /// <summary>Whether nothing is printed: what is found does not count.</summary>
    public bool IsSilent { get; init; }

    public int Count => _kinds.Values.Sum();

    /// <summary>A fault in an exchange.</summary>
    public void Add(string fault, Exchange exchange) => Add(
        fault, $"request={exchange.Number} {exchange.Request}\t| azure: {exchange.Azure}\t| aws: {exchange.Aws}");

    /// <summary>A fault of another sort; the detail is not part of what makes two faults the same.</summary>
    public void Add(string fault, string detail)
    {
        if (_kinds.AddOrUpdate(fault, 1, (_, count) => count + 1) <= ShownOfAKind && !IsSilent)
            Console.WriteLine($"FINDING {fault}\t| seed={seed} {detail}");
    }

    /// <summary>How many there are of each kind.</summary>
    public void PrintKinds()
    {
        foreach (var (fault, count) in _kinds.OrderByDescending(kind => kind.Value))
            Console.WriteLine($"{count} x {fault}");
    }
}
