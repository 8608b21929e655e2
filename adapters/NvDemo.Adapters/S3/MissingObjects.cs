using System.Net;

namespace NvDemo.Adapters.S3;

/// <summary>
/// The SDK makes two exceptions of a <c>GET</c> of an object that is not there, which anybody can ask for and which cost a hundred times
/// what the answer does. It is handed <c>204</c> in place of that <c>404</c>, a status that S3 has for no object.
/// </summary>
internal sealed class MissingObjects(HttpMessageHandler server) : DelegatingHandler(server)
{
    public const HttpStatusCode Status = HttpStatusCode.NoContent;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound || request.Method != HttpMethod.Get)
            return response;

        // The bucket may be what is missing. An error is small, and can be read again from memory.
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var error = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!error.Contains("<Code>NoSuchKey</Code>", StringComparison.Ordinal))
            return response;

        response.StatusCode = Status;
        response.Content.Dispose();
        response.Content = new ByteArrayContent([]);
        return response;
    }
}
