using System.Text.Json;
using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds;

/// <summary>Where everything is, for scripts and tests: the file <c>endpoints.json</c>.</summary>
public static class Endpoints
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the file, whole or not at all.</summary>
    public static void Write(string file, Clouds clouds)
    {
        var endpoints = clouds.All.ToDictionary(cloud => cloud.Name, cloud => cloud.Url.AbsoluteUri.TrimEnd('/'));
        if (clouds.FrontUrl is { } front)
            endpoints["front"] = front.AbsoluteUri.TrimEnd('/');
        foreach (var (name, value) in clouds.All.SelectMany(cloud => cloud.Endpoints).Concat(Common(clouds.Data)))
            endpoints[name] = value;
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(endpoints, Indented) + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }

    private static Dictionary<string, string> Common(DataPlane data) => new()
    {
        ["s3"] = data.Moto.Endpoint.AbsoluteUri.TrimEnd('/'),
        ["bucket"] = LocalAws.Bucket,
        ["aws_endpoint"] = data.Moto.Endpoint.AbsoluteUri.TrimEnd('/'),
        ["topic_arn"] = data.Aws.TopicArn,
        ["postgres"] = data.Postgres.Uri,
        ["redis"] = $"127.0.0.1:{data.Redis.Port}",
        ["access_key"] = LocalAws.AccessKey,
        ["secret_key"] = LocalAws.SecretKey,
        ["username"] = LocalAws.ClientUserName,
        ["password"] = LocalAws.ClientPassword,
    };
}
