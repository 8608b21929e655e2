namespace NvDemo.Azure.StorageQueues;

/// <summary>A message of <see cref="IEventBacklog"/>.</summary>
/// <param name="Id">What the queue knows it by.</param>
/// <param name="Receipt">What the queue knows this delivery of it by.</param>
/// <param name="Deliveries">How often it was delivered, this time included.</param>
/// <param name="Body">As it was put into the queue.</param>
public sealed record WaitingEvent(string Id, string Receipt, long Deliveries, string Body);
