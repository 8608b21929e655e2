using System.Net;
using System.Net.Sockets;

namespace NvDemo.LocalClouds.Processes;

/// <summary>Ports of 127.0.0.1.</summary>
public static class LoopbackPort
{
    // Below the range that Linux takes the ports of outgoing connections from: a server that was stopped finds its port free again,
    // and a client that keeps trying meanwhile can't be given that very port and connect to itself.
    private const int First = 15_000, Last = 32_767;

    private static readonly HashSet<int> Given = [];

    /// <summary>A port that was free a moment ago, a different one at each call.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last + 1);
            lock (Given)
            {
                if (!Given.Add(port))
                    continue;
            }

            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody else's: try another.
            }
        }
    }

    /// <summary>Waits until something accepts connections on the port.</summary>
    /// <exception cref="TimeoutException">Nothing did in time, or the process that should have has ended: the message has its log's end.</exception>
    public static async Task AcceptsAsync(int port, ChildProcess process, TimeSpan timeout)
    {
        var deadline = DateTime.UtcNow + timeout;
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (DateTime.UtcNow < deadline && !process.Exited.IsCompleted)
            {
                await Task.Delay(20);
            }
            catch (SocketException)
            {
                throw new TimeoutException($"Nothing answers on port {port}. The end of {process.LogFile}:\n{process.LogEnd}");
            }
        }
    }
}
