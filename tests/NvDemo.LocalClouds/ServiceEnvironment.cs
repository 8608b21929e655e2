using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds;

/// <summary>The settings with which every side's processes run: docs/settings.md.</summary>
public static class ServiceEnvironment
{
    /// <summary>Settings that lead to the local data plane.</summary>
    /// <param name="data">The data plane.</param>
    /// <param name="publicUrl">Where clients are told to go.</param>
    /// <param name="corsOrigins">Whose pages may call the service; nobody's by default.</param>
    public static Dictionary<string, string?> Create(DataPlane data, Uri publicUrl, IReadOnlyList<string>? corsOrigins = null) => new()
    {
        ["Nv__Bucket"] = LocalAws.Bucket,
        ["Nv__PublicUrl"] = publicUrl.AbsoluteUri,
        ["Nv__CorsOrigins"] = corsOrigins is { Count: > 0 } origins ? string.Join(',', origins) : null,
        // What a bucket without versions keeps is nothing, and the service says so.
        ["Nv__Undelete"] = "true",
        ["Nv__Database"] = data.Postgres.ConnectionString,
        ["Nv__DatabaseSecret"] = LocalAws.DatabaseSecret,
        ["Nv__Redis"] = $"127.0.0.1:{data.Redis.Port}",
        ["Nv__TopicArn"] = data.Aws.TopicArn,
        ["AWS_ENDPOINT_URL"] = data.Moto.Endpoint.AbsoluteUri,
        ["AWS_REGION"] = LocalAws.Region,
        ["AWS_ACCESS_KEY_ID"] = LocalAws.AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = LocalAws.SecretKey,
        ["AWS_SESSION_TOKEN"] = null,
        ["AWS_PROFILE"] = null,
        // The local S3 servers do not take the SDK's checksum trailers; Amazon's does, and gets them.
        ["AWS_REQUEST_CHECKSUM_CALCULATION"] = "when_required",
        ["AWS_RESPONSE_CHECKSUM_VALIDATION"] = "when_required",
    };
}
