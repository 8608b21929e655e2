using System.Security.Cryptography;

namespace NvDemo.Core.Security;

/// <summary>Passwords for clients that are programs: 142 bits, in characters that neither a shell nor a URL nor <c>curl -u</c> takes for others.</summary>
public static class GeneratedPassword
{
    private const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 24;

    public static string Create() => RandomNumberGenerator.GetString(Characters, Length);
}
