namespace NvDemo.Azure.SnsWebhook;

/// <summary>A message is not one that the topic has sent for us; the text is for the log only, and holds nothing of the message.</summary>
public sealed class RefusedMessageException(string reason, Exception? inner = null) : Exception(reason, inner);
