using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;

namespace NvDemo.LocalClouds.Services;

/// <summary>
/// Calls of moto's services whose SDK packages the project does without. moto reads which service is meant from the credential scope
/// and does not check the signature.
/// </summary>
internal sealed class MotoApi(Uri endpoint) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = endpoint };

    /// <summary>Creates a topic and returns its ARN.</summary>
    public async Task<string> CreateTopicAsync(string name)
    {
        var reply = await SnsAsync(("Action", "CreateTopic"), ("Name", name));
        return reply.Descendants().Single(element => element.Name.LocalName == "TopicArn").Value;
    }

    /// <summary>Subscribes a queue to a topic, with the message bodies as they were published; returns the subscription's ARN.</summary>
    public async Task<string> SubscribeAsync(string topicArn, string queueArn)
    {
        var reply = await SnsAsync(
            ("Action", "Subscribe"), ("TopicArn", topicArn), ("Protocol", "sqs"), ("Endpoint", queueArn),
            ("Attributes.entry.1.key", "RawMessageDelivery"), ("Attributes.entry.1.value", "true"));
        return reply.Descendants().Single(element => element.Name.LocalName == "SubscriptionArn").Value;
    }

    /// <summary>Ends a subscription.</summary>
    public Task UnsubscribeAsync(string subscriptionArn) => SnsAsync(("Action", "Unsubscribe"), ("SubscriptionArn", subscriptionArn));

    /// <summary>Creates a secret.</summary>
    public Task CreateSecretAsync(string name, string value) => SecretsAsync("CreateSecret", new { Name = name, SecretString = value });

    /// <summary>Gives a secret another value.</summary>
    public Task ChangeSecretAsync(string name, string value) => SecretsAsync("PutSecretValue", new { SecretId = name, SecretString = value });

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<XElement> SnsAsync(params (string Key, string Value)[] parameters)
    {
        var form = parameters.Append(("Version", "2010-03-31")).Select(p => KeyValuePair.Create(p.Item1, p.Item2));
        return XElement.Parse(await SendAsync("sns", new FormUrlEncodedContent(form)));
    }

    private async Task SecretsAsync<T>(string operation, T input)
    {
        var content = JsonContent.Create(input, new MediaTypeHeaderValue("application/x-amz-json-1.1"), JsonSerializerOptions.Default);
        content.Headers.Add("X-Amz-Target", "secretsmanager." + operation);
        await SendAsync("secretsmanager", content);
    }

    private async Task<string> SendAsync(string service, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256",
            $"Credential={LocalAws.AccessKey}/20260101/{LocalAws.Region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await _http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? body
            : throw new HttpRequestException($"moto's {service} answered {(int)response.StatusCode}: {body}");
    }
}
