using System.Collections;

namespace NvDemo.Drill.History;

/// <summary>
/// Whether the operations on one file have an order that explains every answer: each takes effect at once at some time between its
/// request and its reply, and one without a reply at any time after its request, or never. The search is that of Wing and Gong (1993) with
/// the memory of Lowe (2017): a set of operations that have taken effect, with the value they left, is tried once. It is exact, for any
/// number of clients for a file.
/// </summary>
internal sealed class RegisterChecker
{
    // A history of a few hundred operations with a dozen unknown outcomes stays far below.
    private const int MostSteps = 2_000_000;

    private readonly RegisterOperation[] _operations;
    private readonly BitArray _done;
    private readonly HashSet<(string Done, long? Value)> _tried = [];
    private int _steps, _doneCount, _mostDone = -1;
    private RegisterOperation? _stuckAt;

    private RegisterChecker(IEnumerable<RegisterOperation> operations)
    {
        _operations = [.. operations.OrderBy(operation => operation.Began)];
        _done = new BitArray(_operations.Length);
    }

    /// <summary>Checks the operations on one file, which was not there before.</summary>
    /// <returns>The first operation that no order explains; <c>null</c> if there is such an order.</returns>
    /// <exception cref="InvalidOperationException">The search is too long.</exception>
    public static RegisterOperation? Check(IEnumerable<RegisterOperation> operations)
    {
        var checker = new RegisterChecker(operations);
        return checker.Search(null, 0) ? null : checker._stuckAt;
    }

    private bool Search(long? value, int first)
    {
        if (++_steps > MostSteps)
            throw new InvalidOperationException($"The history of {_operations[0].Key} has too many unknown outcomes.");
        while (first < _operations.Length && _done[first])
            first++;

        // None takes effect after one that has ended before it began.
        var bound = DateTime.MaxValue;
        RegisterOperation? next = null;
        for (var i = first; i < _operations.Length; i++)
        {
            if (!_done[i] && _operations[i].Ended is { } ended && ended < bound)
                (bound, next) = (ended, _operations[i]);
        }

        // What is left has no reply, and need not happen.
        if (next is null)
            return true;
        if (_doneCount > _mostDone)
            (_mostDone, _stuckAt) = (_doneCount, next);

        List<int> candidates = [];
        for (var i = first; i < _operations.Length && _operations[i].Began <= bound; i++)
        {
            if (_done[i] || !_operations[i].Accepts(value))
                continue;

            // What leaves the value as it is may as well be now: nothing that is possible without it becomes impossible.
            if (!_operations[i].IsWrite)
                return Try(i, value, first);
            candidates.Add(i);
        }

        return candidates.OrderBy(i => _operations[i].Ended is null).Any(i => Try(i, _operations[i].Value, first));
    }

    private bool Try(int i, long? value, int first)
    {
        _done[i] = true;
        _doneCount++;
        if (_tried.Add((Key(), value)) && Search(value, first))
            return true;
        _done[i] = false;
        _doneCount--;
        return false;
    }

    private string Key()
    {
        var bytes = new byte[(_done.Length + 7) / 8];
        _done.CopyTo(bytes, 0);
        return Convert.ToBase64String(bytes);
    }
}
