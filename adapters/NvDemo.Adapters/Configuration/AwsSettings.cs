using System.Text.RegularExpressions;

namespace NvDemo.Adapters.Configuration;

/// <summary>Where AWS is, by the variables of every AWS SDK: whatever calls one of its services needs a region or an endpoint.</summary>
public static partial class AwsSettings
{
    private const string RegionName = "AWS_REGION", RegionForm = "an AWS region, such as eu-west-1";

    /// <summary>The region, which must be set; empty when it is missing or malformed.</summary>
    public static string Region(SettingsReader settings) => settings.Required(RegionName, RegionForm, RegionOf) ?? "";

    /// <summary>
    /// The endpoint of a service, <c>AWS_ENDPOINT_URL_</c> and its name or else <c>AWS_ENDPOINT_URL</c>; <c>null</c> for the one of
    /// <c>AWS_REGION</c>, which must be set then: the SDK calls nobody without either.
    /// </summary>
    /// <param name="service">The service's id as the variable has it, such as <c>SECRETS_MANAGER</c>.</param>
    public static Uri? Endpoint(SettingsReader settings, string service)
    {
        if (EndpointOf(settings, service) is { } endpoint)
        {
            // Requests are signed for it.
            settings.Parse(RegionName, RegionForm, RegionOf, null);
            return endpoint;
        }

        Region(settings);
        return null;
    }

    /// <summary>The same for what can do without.</summary>
    public static Uri? EndpointOf(SettingsReader settings, string service) =>
        settings.Url($"AWS_ENDPOINT_URL_{service}", null) ?? settings.Url("AWS_ENDPOINT_URL", null);

    private static string? RegionOf(string text) => RegionPattern().IsMatch(text) ? text : null;

    // https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html, with those of the other partitions.
    [GeneratedRegex(@"^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}\z")]
    private static partial Regex RegionPattern();
}
