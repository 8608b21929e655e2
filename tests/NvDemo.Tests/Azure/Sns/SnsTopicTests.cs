using NvDemo.Azure.SnsWebhook;

namespace NvDemo.Tests.Azure.Sns;

public sealed class SnsTopicTests
{
    [Theory]
    [InlineData("arn:aws:sns:us-west-1:123456789012:t", "sns.us-west-1.amazonaws.com", "sns.amazonaws.com")]
    [InlineData("arn:aws:sns:af-south-1:123456789012:t", "sns.af-south-1.amazonaws.com", "sns-signing.af-south-1.amazonaws.com")]
    [InlineData("arn:aws-us-gov:sns:us-gov-west-1:123456789012:t", "sns.us-gov-west-1.amazonaws.com", "sns-us-gov-west-1.amazonaws.com")]
    [InlineData("arn:aws-us-gov:sns:us-gov-east-1:123456789012:t", "sns.us-gov-east-1.amazonaws.com", "sns-us-gov-west-1.amazonaws.com")]
    [InlineData("arn:aws-cn:sns:cn-north-1:123456789012:t", "sns.cn-north-1.amazonaws.com.cn", "sns-cn-north-1.amazonaws.com.cn")]
    public void Each_region_has_names_of_its_own(string arn, string host, string certificate)
    {
        var topic = SnsTopic.Parse(arn)!;
        Assert.Equal((arn, host), (topic.Arn, topic.Host));
        Assert.Contains(certificate, topic.CertificateNames);
        Assert.Equal($"https://{host}/x.pem", topic.CertificateUrl($"https://{host}/x.pem")?.AbsoluteUri);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nv-object-events")]
    [InlineData("arn:aws:sqs:us-east-1:123456789012:t")]
    [InlineData("arn:aws:sns:us-east-1:123456789012:t.fifo")]
    [InlineData("arn:aws:sns:us-east-1:123456789012:t\n")]
    [InlineData("arn:aws:sns:evil.com/:123456789012:t")]
    [InlineData("arn:aws:sns:us-east-1:1234:t")]
    [InlineData("arn:aws:sns:us-east-1:123456789012:t:3bcfbf39")]
    public void Anything_else_is_no_topic(string arn) => Assert.Null(SnsTopic.Parse(arn));
}
