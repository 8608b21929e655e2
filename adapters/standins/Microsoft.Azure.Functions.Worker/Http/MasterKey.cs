using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The host's master key, from the setting <c>AzureWebJobsMasterKey</c>. Without one no request is authorized.</summary>
internal sealed class MasterKey(IConfiguration configuration)
{
    private readonly byte[]? _hash = configuration["AzureWebJobsMasterKey"] is { Length: > 0 } key ? Hash(key) : null;

    /// <summary>True when the request carries the key: in <c>x-functions-key</c>, else in <c>?code=</c>.</summary>
    public bool IsIn(HttpRequest request)
    {
        var key = request.Headers["x-functions-key"].ToString();
        if (key.Length == 0)
            key = request.Query["code"].ToString();
        return _hash is not null && CryptographicOperations.FixedTimeEquals(Hash(key), _hash);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
