using NvDemo.Adapters.Configuration;
using NvDemo.Azure.WebIdentity;

namespace NvDemo.Tests.Azure.Identity;

public sealed class WebIdentitySettingsTests
{
    private const string RoleArn = "arn:aws:iam::123456789012:role/service/nv-demo-azure", Audience = "api://nv-demo-aws";

    [Fact]
    public void Without_them_the_sdk_finds_credentials_by_itself() =>
        Assert.Null(Read(("AZURE_CLIENT_ID", "00000000-0000-0000-0000-000000000001")));

    [Fact]
    public void Are_a_role_an_audience_and_perhaps_one_of_several_identities()
    {
        var settings = Read(("Nv__Azure__RoleArn", RoleArn), ("Nv__Azure__Audience", Audience))!;
        Assert.Equal((RoleArn, "api://nv-demo-aws/.default", null), (settings.RoleArn, settings.Scope, settings.ClientId));

        const string ClientId = "00000000-0000-0000-0000-000000000001";
        settings = Read(("Nv__Azure__RoleArn", RoleArn), ("Nv__Azure__Audience", Audience), ("AZURE_CLIENT_ID", ClientId))!;
        Assert.Equal(ClientId, settings.ClientId);
    }

    [Theory]
    [InlineData("arn:aws-us-gov:iam::123456789012:role/r", "https://tenant.example/nv-demo-aws")]
    [InlineData("arn:aws-cn:iam::123456789012:role/a.b@c,d=e+f_g-h", "api://00000000-0000-0000-0000-000000000001")]
    public void Roles_and_audiences_have_many_forms(string roleArn, string audience) =>
        Assert.NotNull(Read(("Nv__Azure__RoleArn", roleArn), ("Nv__Azure__Audience", audience)));

    [Theory]
    [InlineData("Nv__Azure__Audience is not set", RoleArn, " ", null)]
    [InlineData("Nv__Azure__RoleArn is not set", "", Audience, null)]
    [InlineData("Nv__Azure__RoleArn is not the ARN of an IAM role", "arn:aws:iam::123456789012:user/u", Audience, null)]
    [InlineData("Nv__Azure__RoleArn is not the ARN of an IAM role", "arn:aws:iam::123456789012:role/r\n", Audience, null)]
    [InlineData("Nv__Azure__Audience is not an application id URI", RoleArn, "nv-demo-aws", null)]
    [InlineData("Nv__Azure__Audience is not an application id URI", RoleArn, "api://nv-demo-aws/.default", null)]
    [InlineData("AZURE_CLIENT_ID is not a client id, which is a GUID", RoleArn, Audience, "hunter2")]
    public void What_is_missing_or_malformed_is_named_together_with_the_other_settings(
        string expected, string roleArn, string audience, string? clientId)
    {
        var variables = new Dictionary<string, string?>
        {
            ["Nv__Azure__RoleArn"] = roleArn,
            ["Nv__Azure__Audience"] = audience,
            ["AZURE_CLIENT_ID"] = clientId,
            ["AWS_REGION"] = "eu-west-1",
        };
        var settings = new SettingsReader(variables.GetValueOrDefault);
        _ = ServiceSettings.Read(settings, "azure");
        _ = WebIdentitySettings.Read(settings);
        var message = Assert.Throws<SettingsException>(settings.ThrowIfAnyIsWrong).Message;
        Assert.Contains($"{expected}.", message);
        Assert.Contains("Nv__Bucket is not set,", message);
        Assert.DoesNotContain("hunter2", message);
    }

    [Fact]
    public void Sts_needs_a_region()
    {
        var settings = new SettingsReader(new Dictionary<string, string>
        {
            ["Nv__Azure__RoleArn"] = RoleArn,
            ["Nv__Azure__Audience"] = Audience,
            ["AWS_ENDPOINT_URL_S3"] = "http://127.0.0.1:5000",
        }.GetValueOrDefault);
        _ = WebIdentitySettings.Read(settings);
        Assert.Contains("AWS_REGION is not set", Assert.Throws<SettingsException>(settings.ThrowIfAnyIsWrong).Message);
    }

    private static WebIdentitySettings? Read(params (string Name, string Value)[] variables)
    {
        var reader = new SettingsReader(
            variables.Append(("AWS_REGION", "eu-west-1")).ToDictionary(item => item.Item1, item => item.Item2).GetValueOrDefault);
        var settings = WebIdentitySettings.Read(reader);
        reader.ThrowIfAnyIsWrong();
        return settings;
    }
}
