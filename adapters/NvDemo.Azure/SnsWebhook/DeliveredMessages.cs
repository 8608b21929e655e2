namespace NvDemo.Azure.SnsWebhook;

/// <summary>
/// The ids of the messages that were delivered within the last <see cref="DeliveryWindow"/>, as far as memory allows. It is this process's
/// own: a replay to another instance, or after a restart, is not known here. That is harmless, since indexing an event again changes
/// nothing.
/// </summary>
public sealed class DeliveredMessages(TimeProvider clock)
{
    private const int Capacity = 50_000;
    private static readonly TimeSpan Lifetime = DeliveryWindow.MaxAge + DeliveryWindow.MaxAhead;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _ids = [];
    private readonly Queue<(string Id, DateTimeOffset At)> _order = [];

    /// <summary>Whether the message is known to be delivered.</summary>
    public bool Contains(string id)
    {
        lock (_gate)
            return _ids.Contains(id);
    }

    /// <summary>Remembers a message whose delivery has succeeded.</summary>
    public void Add(string id)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            while (_order.TryPeek(out var oldest) && (now - oldest.At > Lifetime || _order.Count >= Capacity))
                _ids.Remove(_order.Dequeue().Id);
            if (_ids.Add(id))
                _order.Enqueue((id, now));
        }
    }
}
