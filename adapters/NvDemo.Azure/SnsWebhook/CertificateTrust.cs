using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NvDemo.Core;

namespace NvDemo.Azure.SnsWebhook;

/// <summary>Which certificates are SNS's: those of its name, whose chain is valid now and ends at a trusted root.</summary>
/// <param name="topic">The topic, whose region decides on the name.</param>
/// <param name="roots">What to trust in the place of the system's roots; <c>null</c> for the system's.</param>
public sealed class CertificateTrust(SnsTopic topic, TimeProvider clock, X509Certificate2Collection? roots = null)
{
    private const int MinKeyBits = 2048;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan RetrievalTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Reads a PEM file, and returns its first certificate if that is SNS's.</summary>
    /// <remarks>
    /// SNS serves its certificate without the issuer's, which is then retrieved from where the certificate says. That blocks the thread,
    /// for three seconds at most.
    /// </remarks>
    /// <exception cref="RefusedMessageException">It is not.</exception>
    /// <exception cref="DependencyException">The issuer's certificate can't be retrieved at the moment.</exception>
    public X509Certificate2 Accept(string pem)
    {
        var certificates = Import(pem);
        var certificate = certificates[0];
        if (!topic.CertificateNames.Any(name => certificate.MatchesHostname(name, allowWildcards: false)))
            throw new RefusedMessageException("its certificate is not of SNS's name");
        using var key = certificate.GetRSAPublicKey();
        if (key is null || key.KeySize < MinKeyBits)
            throw new RefusedMessageException("its certificate has no RSA key of 2048 bits or more");

        using var chain = new X509Chain { ChainPolicy = Policy(certificates) };
        if (!chain.Build(certificate))
            throw Untrusted(chain);
        return certificate;
    }

    private static X509Certificate2Collection Import(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new RefusedMessageException("its certificate is malformed", e);
        }

        return certificates.Count > 0 ? certificates : throw new RefusedMessageException("its certificate is not PEM");
    }

    private X509ChainPolicy Policy(X509Certificate2Collection presented)
    {
        var policy = new X509ChainPolicy
        {
            VerificationTime = clock.GetUtcNow().LocalDateTime,
            UrlRetrievalTimeout = RetrievalTimeout,
            // A revoked certificate is refused; where the issuer's list can't be had, events go on.
            RevocationMode = X509RevocationMode.Online,
            VerificationFlags = X509VerificationFlags.IgnoreEndRevocationUnknown
                | X509VerificationFlags.IgnoreCertificateAuthorityRevocationUnknown
                | X509VerificationFlags.IgnoreRootRevocationUnknown,
        };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        policy.ExtraStore.AddRange(presented);
        if (roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return policy;
    }

    /// <summary>A chain that stops at a certificate which says where its issuer's is was cut by an outage: SNS shall try again.</summary>
    private static Exception Untrusted(X509Chain chain)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        var isCut = status.HasFlag(X509ChainStatusFlags.PartialChain) && chain.ChainElements[^1].Certificate.Extensions
            .OfType<X509AuthorityInformationAccessExtension>().Any(access => access.EnumerateCAIssuersUris().Any());
        return isCut
            ? new DependencyException(SnsEndpoint.Dependency, DependencyFailure.OutOfReach)
            : new RefusedMessageException($"its certificate is not trusted: {status}");
    }
}
