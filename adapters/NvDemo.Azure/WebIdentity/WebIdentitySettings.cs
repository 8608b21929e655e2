using System.Text.RegularExpressions;
using NvDemo.Adapters.Configuration;

namespace NvDemo.Azure.WebIdentity;

/// <summary>The AWS role that the app's managed identity takes on: docs/settings.md.</summary>
/// <param name="RoleArn"><c>Nv__Azure__RoleArn</c>.</param>
/// <param name="Audience">
/// <c>Nv__Azure__Audience</c>: the application id URI of the app registration that the identity's token is for. The role trusts it.
/// </param>
/// <param name="ClientId"><c>AZURE_CLIENT_ID</c>: a user-assigned identity; <c>null</c> for the app's own.</param>
public sealed partial record WebIdentitySettings(string RoleArn, string Audience, string? ClientId)
{
    private const string RoleArnName = "Nv__Azure__RoleArn", AudienceName = "Nv__Azure__Audience", ClientIdName = "AZURE_CLIENT_ID";

    /// <summary>What the identity asks a token for.</summary>
    public string Scope => $"{Audience}/.default";

    /// <summary>Reads the settings; <c>null</c> when none is set, and the AWS SDK finds credentials by itself.</summary>
    public static WebIdentitySettings? Read(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (!reader.AllOrNone(RoleArnName, AudienceName))
            return null;

        // The SDK finds it by itself.
        AwsSettings.Endpoint(reader, "STS");
        return new WebIdentitySettings(
            reader.Parse(RoleArnName, "the ARN of an IAM role", text => Role().IsMatch(text) ? text : null, ""),
            reader.Parse(AudienceName, "an application id URI", text => IsApplicationId(text) ? text : null, ""),
            reader.Parse(ClientIdName, "a client id, which is a GUID", text => Guid.TryParse(text, out _) ? text : null, null));
    }

    private static bool IsApplicationId(string text) =>
        Uri.IsWellFormedUriString(text, UriKind.Absolute) && !text.EndsWith("/.default", StringComparison.Ordinal);

    // IAM's reference of IDs: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html.
    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+\z")]
    private static partial Regex Role();
}
