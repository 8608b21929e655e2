using System.Security.Cryptography;
using System.Text;

namespace NvDemo.Adapters.Postgres;

/// <summary>
/// What Postgres keeps of a password (RFC 5802, 3; RFC 7677), in the form in which CREATE ROLE and ALTER ROLE take it: the password itself
/// would be in the server's log if the statement failed.
/// </summary>
internal static class ScramVerifier
{
    // Postgres' own numbers.
    private const int Iterations = 4096, SaltBytes = 16;

    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC)), salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}";
    }
}
