using Microsoft.AspNetCore.Http;

namespace NvDemo.Functions;

/// <summary>
/// Where a request comes from. Behind Front Door the connection is Front Door's, which writes the client's address into
/// <c>X-Azure-SocketIP</c>, and its own id into <c>X-Azure-FDID</c>: from anybody else the address may be made up
/// (https://learn.microsoft.com/azure/frontdoor/front-door-http-headers-protocol).
/// </summary>
/// <param name="frontDoorId"><c>Nv__Azure__FrontDoorId</c>: the id of the Front Door before the app, in hyphenated digits; empty without one.</param>
public sealed class ClientAddress(string frontDoorId)
{
    public string Of(HttpRequest request)
    {
        var isFrontDoors = frontDoorId.Length > 0 && string.Equals(request.Headers["X-Azure-FDID"], frontDoorId, StringComparison.OrdinalIgnoreCase);
        return isFrontDoors && request.Headers["X-Azure-SocketIP"] is [{ Length: > 0 } address]
            ? address
            : request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "";
    }
}
