using System.Collections.Concurrent;

namespace NvDemo.Drill.History;

/// <summary>All that clients did and were told in one scenario.</summary>
internal sealed class DrillHistory
{
    private readonly ConcurrentQueue<Operation> _operations = new();
    private readonly ConcurrentQueue<RegisterOperation> _registers = new();
    private readonly ConcurrentQueue<Change> _changes = new();
    private readonly ConcurrentQueue<Reading> _readings = new();
    private readonly ConcurrentQueue<string> _wrong = new();

    /// <summary>Every request with its answer.</summary>
    public IReadOnlyCollection<Operation> Operations => _operations;

    /// <summary>What that says of single files.</summary>
    public IReadOnlyCollection<RegisterOperation> Registers => _registers;

    /// <summary>What was done to files that are listed.</summary>
    public IReadOnlyCollection<Change> Changes => _changes;

    /// <summary>Lists as they were shown.</summary>
    public IReadOnlyCollection<Reading> Readings => _readings;

    /// <summary>Answers that are wrong whatever was done before.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    public void Add(Operation operation) => _operations.Enqueue(operation);

    public void Add(RegisterOperation operation) => _registers.Enqueue(operation);

    public void Add(Change change) => _changes.Enqueue(change);

    public void Add(Reading reading) => _readings.Enqueue(reading);

    public void AddWrong(string answer) => _wrong.Enqueue(answer);
}
