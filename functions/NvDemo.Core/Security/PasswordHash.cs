using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NvDemo.Core.Security;

/// <summary>A password hash of the form <c>pbkdf2-sha256$iterations$salt$hash</c>, salt and hash in Base64 (RFC 8018, PBKDF2).</summary>
public sealed class PasswordHash
{
    private const string Algorithm = "pbkdf2-sha256";
    private const int MinIterations = 1000, MaxIterations = 10_000_000;

    // In bytes. A hash of none would fit every password.
    private const int MinSalt = 8, MinHash = 16;

    // Of new ones.
    private const int Iterations = 600_000, Salt = 16, Hash = 32;

    private readonly int _iterations;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) => (_iterations, _salt, _hash) = (iterations, salt, hash);

    /// <summary>The hash of a password, with 600,000 iterations and a salt of its own.</summary>
    public static PasswordHash Create(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(Salt);
        return new PasswordHash(Iterations, salt, Derive(password, salt, Iterations, Hash));
    }

    /// <exception cref="FormatException">It has another form.</exception>
    public static PasswordHash Parse(string text)
    {
        var parts = text.TrimStart('$').Split('$');
        if (parts.Length != 4 || parts[0] != Algorithm
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < MinIterations or > MaxIterations)
        {
            throw new FormatException(
                $"A password hash does not have the form {Algorithm}$iterations$salt$hash with {MinIterations} to {MaxIterations} iterations.");
        }

        var (salt, hash) = (Decode(parts[2]), Decode(parts[3]));
        return salt.Length >= MinSalt && hash.Length >= MinHash
            ? new PasswordHash(iterations, salt, hash)
            : throw new FormatException($"A password hash has less than {MinSalt} bytes of salt or {MinHash} bytes of hash.");
    }

    /// <summary>What a comparison costs: the rounds of HMAC-SHA-256.</summary>
    public long Cost => (long)_iterations * ((_hash.Length + SHA256.HashSizeInBytes - 1) / SHA256.HashSizeInBytes);

    /// <summary>Costs as much as a comparison with a hash of that <see cref="Cost"/>, and compares nothing.</summary>
    public static void Spend(string password, long cost)
    {
        if (cost > 0)
            Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), new byte[MinSalt], (int)cost, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
    }

    /// <summary>Whether the password is the one that was hashed, in a time that does not depend on where it differs.</summary>
    public bool Matches(string password)
    {
        var candidate = Derive(password, _salt, _iterations, _hash.Length);
        return CryptographicOperations.FixedTimeEquals(candidate, _hash);
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => $"{Algorithm}${_iterations}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}";

    private static byte[] Derive(string password, byte[] salt, int iterations, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, length);

    /// <summary>Base64, also as passlib writes it: a dot for the plus, no padding.</summary>
    private static byte[] Decode(string text)
    {
        var standard = text.Replace('.', '+').TrimEnd('=');
        return Convert.FromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='));
    }
}
