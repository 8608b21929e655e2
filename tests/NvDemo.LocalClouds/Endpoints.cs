using System.Text.Json;
using NvDemo.LocalClouds.Azure;
using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds;

/// <summary>Where everything is, for scripts and tests: the file <c>endpoints.json</c>.</summary>
public static class Endpoints
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the file, whole or not at all.</summary>
    public static void Write(string file, Clouds clouds)
    {
        var data = clouds.Data;
        var endpoints = new Dictionary<string, string>
        {
            ["azure"] = clouds.AzureUrl.AbsoluteUri.TrimEnd('/'),
            ["aws"] = clouds.AwsUrl.AbsoluteUri.TrimEnd('/'),
            ["s3"] = data.Moto.Endpoint.AbsoluteUri.TrimEnd('/'),
            ["bucket"] = LocalAws.Bucket,
            ["aws_endpoint"] = data.Moto.Endpoint.AbsoluteUri.TrimEnd('/'),
            ["lambda"] = clouds.Lambda.Endpoint.AbsoluteUri.TrimEnd('/'),
            ["queue_url"] = data.Aws.QueueUrl,
            ["dead_letter_queue_url"] = data.Aws.DeadLetterQueueUrl,
            ["undelivered_queue_url"] = data.Aws.UndeliveredQueueUrl,
            ["topic_arn"] = data.Aws.TopicArn,
            ["azurite"] = data.Azurite.ConnectionString,
            ["storage_queue"] = AzuriteServer.EventQueue,
            ["poison_queue"] = AzuriteServer.PoisonQueue,
            ["postgres"] = data.Postgres.Uri,
            ["redis"] = $"127.0.0.1:{data.Redis.Port}",
            ["access_key"] = LocalAws.AccessKey,
            ["secret_key"] = LocalAws.SecretKey,
            ["username"] = LocalAws.ClientUserName,
            ["password"] = LocalAws.ClientPassword,
            ["master_key"] = FunctionsApp.MasterKey,
        };
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(endpoints, Indented) + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }
}
