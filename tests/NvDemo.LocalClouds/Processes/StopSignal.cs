namespace NvDemo.LocalClouds.Processes;

/// <summary>The signal that asks a program to end in good order, by its number on Linux.</summary>
public enum StopSignal
{
    /// <summary>SIGINT; for Postgres a fast shutdown, which does not wait for its clients.</summary>
    Interrupt = 2,

    /// <summary>SIGUSR1; for HAProxy a soft stop, which waits for its clients.</summary>
    User1 = 10,

    /// <summary>SIGTERM, as most programs have it.</summary>
    Terminate = 15,
}
