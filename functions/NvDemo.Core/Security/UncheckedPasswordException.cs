namespace NvDemo.Core.Security;

/// <summary>
/// There was no time to check a password, so nothing is known of it: who sent it has tried too often, or too many others are trying. The
/// caller may try again.
/// </summary>
public sealed class UncheckedPasswordException() : Exception("The password was not checked.");
