using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace NvDemo.Tests.Azure.Sns;

/// <summary>
/// The region's SNS, which is not to be had here: serves certificates, confirms subscriptions, and remembers what it was asked.
/// </summary>
internal sealed class SnsServer : HttpMessageHandler
{
    public const string Url = "https://sns.us-east-1.amazonaws.com";
    public const string CertificateUrl = $"{Url}/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";

    /// <summary>What it answers to anything.</summary>
    public Func<HttpRequestMessage, Task<HttpResponseMessage>> Answer { get; set; } = _ => throw new InvalidOperationException();

    public ConcurrentQueue<string> Requests { get; } = [];

    public void Serve(params X509Certificate2[] certificates) =>
        Serve(string.Concat(certificates.Select(certificate => certificate.ExportCertificatePem() + "\n")));

    public void Serve(string content) => Answer = _ => Task.FromResult(new HttpResponseMessage { Content = new StringContent(content) });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request.RequestUri!.OriginalString);
        return Answer(request).WaitAsync(cancellationToken);
    }
}
