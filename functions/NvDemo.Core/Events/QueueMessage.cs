namespace NvDemo.Core.Events;

/// <summary>A message of either cloud's queue.</summary>
/// <param name="Id">The queue's id of it.</param>
/// <param name="Body">An S3 event as JSON.</param>
public sealed record QueueMessage(string Id, string Body);
