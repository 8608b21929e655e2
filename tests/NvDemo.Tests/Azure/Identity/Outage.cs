namespace NvDemo.Tests.Azure.Identity;

/// <summary>What is wrong with a service.</summary>
public enum Outage
{
    None,
    Fails,
    Hangs,
}
