using Microsoft.AspNetCore.Http;

namespace NvDemo.Tests.Services;

/// <summary>What stands before a cloud, as a front or a gateway does.</summary>
internal static class Forwarding
{
    /// <summary>Has a cloud answer a request.</summary>
    public static async Task ForwardAsync(this HttpContext context, HttpClient http, Uri cloud)
    {
        var received = context.Request;
        using var request = new HttpRequestMessage(
            new HttpMethod(received.Method), new Uri(cloud, received.Path.ToUriComponent() + received.QueryString.ToUriComponent()));
        if (received.ContentLength > 0 || received.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(received.Body);
        foreach (var (name, values) in received.Headers.Where(header => header.Key is not ("Host" or "Connection" or "Transfer-Encoding")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            context.Response.Headers[name] = values.ToArray();
        context.Response.Headers.Remove("Transfer-Encoding");
        if (received.Method != "HEAD")
            await response.Content.CopyToAsync(context.Response.Body);
    }
}
