namespace NvDemo.Core.Http;

/// <summary>A header of a response, besides those that every response has.</summary>
/// <param name="Description">What it says, as a sentence.</param>
/// <param name="IsAlways">Whether every such response has it.</param>
public sealed record ResponseHeader(string Name, string Description, bool IsAlways = true);
