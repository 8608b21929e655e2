using System.Net;
using System.Net.Sockets;

namespace NvDemo.LocalStack.Processes;

/// <summary>Ports of 127.0.0.1.</summary>
public static class LoopbackPort
{
    /// <summary>A port that was free a moment ago.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
                var log = File.Exists(process.LogFile) ? string.Join('\n', File.ReadLines(process.LogFile).TakeLast(20)) : "";
                throw new TimeoutException($"Nothing answers on port {port}. The end of {process.LogFile}:\n{log}");
            }
        }
    }
}
