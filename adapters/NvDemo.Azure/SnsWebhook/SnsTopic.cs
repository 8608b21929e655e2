using System.Text.RegularExpressions;

namespace NvDemo.Azure.SnsWebhook;

/// <summary>An SNS topic, and what its region's SNS is called.</summary>
public sealed partial record SnsTopic
{
    private SnsTopic(string arn, string region) => (Arn, Region) = (arn, region);

    /// <summary>The ARN, such as <c>arn:aws:sns:us-east-1:123456789012:name</c>.</summary>
    public string Arn { get; }

    public string Region { get; }

    /// <summary>The host of the region's SNS.</summary>
    public string Host => $"sns.{Region}.{Domain}";

    /// <summary>
    /// The names of which the certificate that signs the region's messages must have one. Regions differ, and the documentation does not
    /// say how: these are the names that the AWS SDK for Java expects (its <c>SnsHostProvider</c>).
    /// </summary>
    public IEnumerable<string> CertificateNames =>
    [
        $"sns.{Domain}",
        Host,
        $"sns-signing.{Region}.{Domain}",
        // Both GovCloud regions sign with the certificate of one of them.
        $"sns-{(Region == "us-gov-east-1" ? "us-gov-west-1" : Region)}.{Domain}",
    ];

    private string Domain => Region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";

    /// <summary>The topic of an ARN; <c>null</c> if it is not the ARN of a standard topic.</summary>
    public static SnsTopic? Parse(string arn) =>
        ArnPattern().Match(arn) is { Success: true } match ? new SnsTopic(arn, match.Groups["region"].Value) : null;

    /// <summary>
    /// Where the certificate is: <c>https://sns.{region}.amazonaws.com/{name}.pem</c> to the letter, so that nothing depends on how URLs
    /// are read. <c>null</c> for anything else.
    /// </summary>
    public Uri? CertificateUrl(string? text) => RestOf(text) is { } rest && CertificatePath().IsMatch(rest) ? new Uri(text!) : null;

    /// <summary>The URL that confirms a subscription: on the region's SNS, by HTTPS. <c>null</c> for anything else.</summary>
    public Uri? SubscribeUrl(string? text) =>
        RestOf(text) is not null && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.IdnHost == Host ? url : null;

    /// <summary>What follows the host, whose end the slash makes sure of.</summary>
    private string? RestOf(string? text)
    {
        var start = $"https://{Host}/";
        return text is not null && text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..] : null;
    }

    [GeneratedRegex(
        """^arn:aws(-cn|-us-gov)?:sns:(?<region>[a-z]{2}(-[a-z]+)+-[0-9]):[0-9]{12}:[A-Za-z0-9_-]{1,256}\z""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex ArnPattern();

    [GeneratedRegex("""^[A-Za-z0-9_-]{1,100}\.pem\z""")]
    private static partial Regex CertificatePath();
}
