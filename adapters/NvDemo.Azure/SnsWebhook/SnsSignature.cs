using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NvDemo.Core;

namespace NvDemo.Azure.SnsWebhook;

/// <summary>
/// Whether SNS has signed a message. Only signature version 2 (RSA with SHA-256) counts: version 1 is SHA-1, and a topic is set to
/// version 2 by its attribute <c>SignatureVersion</c>.
/// </summary>
public sealed class SnsSignature(SnsTopic topic, SigningCertificates certificates)
{
    private const string Version = "2";

    /// <summary>Returns if SNS has signed the message as it is.</summary>
    /// <exception cref="RefusedMessageException">It has not.</exception>
    /// <exception cref="DependencyException">The certificate can't be had at the moment.</exception>
    public async Task VerifyAsync(SnsMessage message, CancellationToken cancellation)
    {
        if (message.SignatureVersion != Version)
            throw new RefusedMessageException("its signature is not of version 2");
        if (topic.CertificateUrl(message.SigningCertUrl) is not { } url)
            throw new RefusedMessageException("its certificate is not from the region's SNS");
        var signature = Decode(message.Signature);

        var certificate = await certificates.GetAsync(url, cancellation);
        using var key = certificate.GetRSAPublicKey()!;
        if (!key.VerifyData(StringToSign.Of(message), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            throw new RefusedMessageException("its signature does not fit");
    }

    private static byte[] Decode(string? signature)
    {
        try
        {
            return Convert.FromBase64String(signature ?? throw new RefusedMessageException("it has no Signature"));
        }
        catch (FormatException e)
        {
            throw new RefusedMessageException("its signature is not Base64", e);
        }
    }
}
