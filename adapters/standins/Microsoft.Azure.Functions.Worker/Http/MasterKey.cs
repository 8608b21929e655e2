using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The host's master key, which opens every function; without one, functions that ask for a key are closed.</summary>
internal sealed class MasterKey(string? key)
{
    /// <summary>Whether a request has the key, in <c>x-functions-key</c> or <c>code</c>.</summary>
    public bool IsIn(HttpRequest request)
    {
        var candidate = request.Headers["x-functions-key"].FirstOrDefault() ?? request.Query["code"].FirstOrDefault();
        return !string.IsNullOrEmpty(key) && candidate is not null && CryptographicOperations.FixedTimeEquals(Digest(candidate), Digest(key));
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
