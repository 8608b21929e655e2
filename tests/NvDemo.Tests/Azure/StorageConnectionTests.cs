using NvDemo.Adapters.Configuration;
using NvDemo.Azure.StorageQueues;

namespace NvDemo.Tests.Azure;

public sealed class StorageConnectionTests
{
    [Fact]
    public void A_connection_string_comes_first() => Assert.Equal(
        "http://127.0.0.1:10001/devstoreaccount1/q",
        Uri(("AzureWebJobsStorage", "UseDevelopmentStorage=true"), ("AzureWebJobsStorage__accountName", "other")));

    [Theory]
    [InlineData("AzureWebJobsStorage__accountName", "nvdemo")]
    [InlineData("AzureWebJobsStorage__queueServiceUri", "https://nvdemo.queue.core.windows.net")]
    [InlineData("AzureWebJobsStorage__queueServiceUri", "https://nvdemo.queue.core.windows.net/")]
    public void Without_one_the_account_is_reached_by_identity(string name, string value)
    {
        const string Expected = "https://nvdemo.queue.core.windows.net/q";
        Assert.Equal(Expected, Uri((name, value), ("AzureWebJobsStorage", "")));
        Assert.Equal(Expected, Uri((name, value), ("AzureWebJobsStorage__clientId", Guid.Empty.ToString())));
        Assert.Equal(Expected, Uri((name, value), ("AzureWebJobsStorage__credential", "managedidentity")));
    }

    [Theory]
    [InlineData("AzureWebJobsStorage", "AccountKey=hunter2")]
    [InlineData("AzureWebJobsStorage__queueServiceUri", "http://nvdemo.queue.core.windows.net")]
    [InlineData("AzureWebJobsStorage__queueServiceUri", "nvdemo")]
    [InlineData("AzureWebJobsStorage__queueServiceUri", "https://nvdemo.queue.core.windows.net/nv-object-events")]
    [InlineData("AzureWebJobsStorage__accountName", "nvdemo.queue.core.windows.net")]
    [InlineData("AzureWebJobsStorage__accountName", "NvDemo")]
    [InlineData("Other", "")]
    public void Anything_else_stops_the_start(string name, string value)
    {
        var message = Assert.Throws<SettingsException>(() => Uri((name, value))).Message;
        Assert.Contains("AzureWebJobsStorage", message);
        Assert.DoesNotContain("hunter2", message);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage__clientId", "hunter2")]
    [InlineData("AzureWebJobsStorage__credential", "hunter2")]
    public void An_identity_is_well_formed(string name, string value)
    {
        var message = Assert.Throws<SettingsException>(() => Uri(("AzureWebJobsStorage__accountName", "nvdemo"), (name, value))).Message;
        Assert.StartsWith($"The settings are not complete: {name} is not ", message);
        Assert.DoesNotContain("hunter2", message);
    }

    private static string Uri(params (string Name, string Value)[] settings)
    {
        var reader = new SettingsReader(settings.ToDictionary(setting => setting.Name, setting => setting.Value).GetValueOrDefault);
        var queue = StorageConnection.CreateQueue(reader, "q");
        reader.ThrowIfAnyIsWrong();
        return queue.Uri.AbsoluteUri;
    }
}
