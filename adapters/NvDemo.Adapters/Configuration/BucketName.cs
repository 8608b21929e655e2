using System.Text.RegularExpressions;

namespace NvDemo.Adapters.Configuration;

/// <summary>
/// The name of an S3 bucket (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html); what has a bucket's place may
/// have any name of that form, so reserved beginnings and ends are left to S3.
/// </summary>
internal static partial class BucketName
{
    public const string Form = "a bucket's name: 3 to 63 lower-case letters, digits, hyphens and single dots, no IP address";

    public static string? Of(string text) => Name().IsMatch(text) && !text.Contains("..") && !IpAddress().IsMatch(text) ? text : null;

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[0-9]{1,3}(\.[0-9]{1,3}){3}\z")]
    private static partial Regex IpAddress();
}
