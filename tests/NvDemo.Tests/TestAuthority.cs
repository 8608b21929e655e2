using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NvDemo.Tests;

/// <summary>A certificate authority: a root, and an intermediate that issues.</summary>
internal sealed class TestAuthority
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    // A leaf that is valid outside of its authority's years can't be issued.
    private static readonly DateTimeOffset Begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public TestAuthority(string name)
    {
        var root = Request($"CN={name} root", RSA.Create(2048), isAuthority: true);
        Root = root.CreateSelfSigned(Begin, End);
        var key = RSA.Create(2048);
        var intermediate = Request($"CN={name} intermediate", key, isAuthority: true);
        Intermediate = intermediate.Create(Root, Begin, End, Serial()).CopyWithPrivateKey(key);
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Intermediate { get; }

    /// <summary>A certificate with its private key.</summary>
    /// <param name="dnsName">Its only alternative name; <c>null</c> for none, so that the common name counts.</param>
    /// <param name="commonName">Its common name.</param>
    /// <param name="begin">When it begins.</param>
    /// <param name="end">When it ends.</param>
    /// <param name="issuerUrl">Where it says that the intermediate's certificate is.</param>
    /// <param name="usage">Its extended key usage.</param>
    /// <param name="bits">Its key's size.</param>
    public X509Certificate2 Issue(
        string? dnsName, string commonName = "sns.amazonaws.com", DateTimeOffset? begin = null, DateTimeOffset? end = null,
        string? issuerUrl = null, string usage = ServerAuthentication, int bits = 2048)
    {
        var key = RSA.Create(bits);
        var request = Request($"CN={commonName}", key, isAuthority: false);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        if (dnsName is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(dnsName);
            request.CertificateExtensions.Add(names.Build());
        }

        if (issuerUrl is not null)
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: null, caIssuersUris: [issuerUrl]));
        return request.Create(Intermediate, begin ?? Begin, end ?? End, Serial()).CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string subject, RSA key, bool isAuthority)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        return request;
    }

    private static byte[] Serial() => [1, .. RandomNumberGenerator.GetBytes(15)];
}
