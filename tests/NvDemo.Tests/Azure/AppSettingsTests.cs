using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters.Configuration;
using NvDemo.Functions;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Processes;

namespace NvDemo.Tests.Azure;

public sealed class AppSettingsTests : IDisposable
{
    private static readonly Dictionary<string, string?> Complete = new()
    {
        ["Nv__Bucket"] = "nv-demo",
        ["Nv__PublicUrl"] = "https://files.example",
        ["Nv__Database"] = "Host=db",
        ["Nv__Redis"] = "redis:6379",
        ["Nv__TopicArn"] = "arn:aws:sns:eu-west-1:123456789012:nv-object-events",
        ["AWS_REGION"] = "eu-west-1",
        ["AzureWebJobsStorage__accountName"] = "nvdemo",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nvdemo-app-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Nv__Redis", "redis:port")]
    [InlineData("Nv__TopicArn", "nv-object-events")]
    [InlineData("Nv__TopicArn", "arn:aws:sns:eu-west-1:123456789012:nv-object-events.fifo")]
    [InlineData("Nv__Azure__DeadLetterQueue", "nv-dead-letters")]
    [InlineData("Nv__Azure__DeadLetterQueue", "https://sqs.eu-west-1.amazonaws.com/nv-dead-letters")]
    [InlineData("Nv__Azure__DeadLetterQueue", "arn:aws:sqs:eu-west-1:123456789012:nv-dead-letters")]
    [InlineData("Nv__Azure__FrontDoorId", "hunter2")]
    [InlineData("AzureWebJobsStorage__accountName", "nvdemo.queue.core.windows.net")]
    [InlineData("AzureWebJobsStorage", "AccountName=nvdemo;AccountKey=hunter2")]
    [InlineData("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "soon")]
    [InlineData("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "8.00:00:00")]
    [InlineData("AWS_ENDPOINT_URL_SNS", "sns")]
    public void What_is_malformed_stops_the_start_with_its_name_and_never_its_value(string name, string value)
    {
        var message = Message(new(Complete) { [name] = value });
        Assert.StartsWith($"The settings are not complete: {name} is not ", message);
        Assert.DoesNotContain(value, message);
    }

    [Theory]
    [InlineData("Nv__Azure__DeadLetterQueue", "https://sqs.eu-west-1.amazonaws.com/123456789012/nv-dead-letters")]
    [InlineData("Nv__Azure__DeadLetterQueue", "http://127.0.0.1:5000/123456789012/nv-dead-letters")]
    [InlineData("AzureWebJobsStorage__credential", "managedidentity")]
    [InlineData("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "00:00:01")]
    [InlineData("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "7.00:00:00")]
    public void What_is_well_formed_is_taken(string name, string value) =>
        new ServiceCollection().AddApp(new SettingsReader(new Dictionary<string, string?>(Complete) { [name] = value }.GetValueOrDefault));

    [Fact]
    public void One_message_names_what_every_part_misses()
    {
        var message = Message([]);
        foreach (var name in Complete.Keys)
            Assert.Contains(name, message);
    }

    [Fact]
    public async Task The_worker_prints_that_message_alone_and_ends()
    {
        var log = Path.Combine(_folder.FullName, "worker.log");
        var environment = new Dictionary<string, string?>
        {
            ["FUNCTIONS_WORKER_DIRECTORY"] = _folder.FullName,
            ["FUNCTIONS_APPLICATION_DIRECTORY"] = _folder.FullName,
            ["AWS_ENDPOINT_URL"] = null,
            ["AzureWebJobsStorage"] = null,
        };
        foreach (var name in Complete.Keys)
            environment[name] = null;
        environment["Nv__Redis"] = "redis:port";

        var worker = Path.Combine(new CloudsOptions(_folder.FullName).FunctionsFolder, "NvDemo.Functions");
        await using var process = ChildProcess.Start(new ChildProcessOptions(worker, log)
        {
            Arguments =
            [
                "--functions-uri", "http://127.0.0.1:1/", "--functions-worker-id", "w", "--functions-request-id", "r",
                "--functions-grpc-max-message-length", "1000",
            ],
            Environment = environment,
        });
        await process.Exited;
        Assert.Equal(1, process.ExitCode);
        environment.Remove("AWS_ENDPOINT_URL");
        Assert.Equal(Message(environment) + "\n", await File.ReadAllTextAsync(log));
    }

    private static string Message(Dictionary<string, string?> settings) =>
        Assert.Throws<SettingsException>(() => new ServiceCollection().AddApp(new SettingsReader(settings.GetValueOrDefault))).Message;
}
