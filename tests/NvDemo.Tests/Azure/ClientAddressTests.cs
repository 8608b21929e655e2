using System.Net;
using Microsoft.AspNetCore.Http;
using NvDemo.Functions;

namespace NvDemo.Tests.Azure;

public sealed class ClientAddressTests
{
    private const string FrontDoor = "0f0d0000-0000-0000-0000-000000000001", Connection = "203.0.113.1", Told = "198.51.100.7";

    [Theory]
    [InlineData("", FrontDoor, Told, Connection)]
    [InlineData(FrontDoor, null, Told, Connection)]
    [InlineData(FrontDoor, "0f0d0000-0000-0000-0000-000000000002", Told, Connection)]
    [InlineData(FrontDoor, FrontDoor, null, Connection)]
    [InlineData(FrontDoor, FrontDoor, Told, Told)]
    [InlineData("0F0D0000-0000-0000-0000-000000000001", FrontDoor, Told, Told)]
    public void Only_the_app_s_own_front_door_is_believed(string expected, string? id, string? address, string source)
    {
        var request = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(Connection) } }.Request;
        request.Headers["X-Azure-FDID"] = id;
        request.Headers["X-Azure-SocketIP"] = address;
        request.Headers["X-Forwarded-For"] = "192.0.2.9";
        Assert.Equal(source, new ClientAddress(expected).Of(request));
    }
}
