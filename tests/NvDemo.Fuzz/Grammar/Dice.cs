namespace NvDemo.Fuzz.Grammar;

/// <summary>Choices that a seed decides.</summary>
internal sealed class Dice
{
    private readonly Random _random;

    /// <param name="seed">Of the run.</param>
    /// <param name="stream">The number of the sequence: each has choices of its own, whichever worker runs it.</param>
    public Dice(int seed, int stream)
    {
        // SplitMix64, so that neighbours have nothing in common.
        var mixed = unchecked(((ulong)(uint)seed << 32 | (uint)stream) + 0x9E3779B97F4A7C15);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB);
        _random = new Random((int)(mixed ^ (mixed >> 31)));
    }

    /// <summary>A number from 0 to below a bound.</summary>
    public int Below(int bound) => _random.Next(bound);

    /// <summary>Whether something happens that does so in a part of a hundred.</summary>
    public bool Percent(int part) => _random.Next(100) < part;

    public T Of<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>What one of several alternatives makes.</summary>
    public T Of<T>(params IReadOnlyList<Func<T>> choices) => choices[_random.Next(choices.Count)]();

    /// <summary>One of several alternatives, by weight.</summary>
    public T Weighted<T>(params IReadOnlyList<(int Weight, Func<T> Make)> choices)
    {
        var left = _random.Next(choices.Sum(choice => choice.Weight));
        foreach (var (weight, make) in choices)
        {
            if (left < weight)
                return make();
            left -= weight;
        }

        throw new InvalidOperationException("No alternative has a weight.");
    }

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
