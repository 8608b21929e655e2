using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NvDemo.LocalClouds.Aws.ApiGateway;

/// <summary>Writes the events of a REST API: Lambda proxy integration (version 1.0) and REQUEST authorizer.</summary>
internal sealed class ProxyEvent(RestApiGatewayOptions options)
{
    private const int HeadCapacity = 4096;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The event for the integration. A body is always base64, as every media type is binary.</summary>
    public ReadOnlyMemory<byte> ForIntegration(GatewayRequest request, AuthorizerGrant? grant, ReadOnlySpan<byte> body)
    {
        var buffer = new ArrayBufferWriter<byte>(HeadCapacity + Base64.GetMaxEncodedToUtf8Length(body.Length));
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartObject();
            WriteRequest(writer, request, grant);
            if (body.IsEmpty)
                writer.WriteNull("body");
            else
                writer.WriteBase64String("body", body);
            writer.WriteBoolean("isBase64Encoded", !body.IsEmpty);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The event for the authorizer.</summary>
    public ReadOnlyMemory<byte> ForAuthorizer(GatewayRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>(HeadCapacity);
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "REQUEST");
            writer.WriteString("methodArn", options.MethodArn(request));
            WriteRequest(writer, request, grant: null);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private void WriteRequest(Utf8JsonWriter writer, GatewayRequest request, AuthorizerGrant? grant)
    {
        writer.WriteString("resource", request.Resource);
        writer.WriteString("path", request.Path);
        writer.WriteString("httpMethod", request.Method);
        request.Headers.WriteLast(writer, "headers");
        request.Headers.WriteAll(writer, "multiValueHeaders");
        request.Query.WriteLast(writer, "queryStringParameters");
        request.Query.WriteAll(writer, "multiValueQueryStringParameters");
        if (request.Proxy is { } proxy)
        {
            writer.WriteStartObject("pathParameters");
            writer.WriteString("proxy", proxy);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("pathParameters");
        }

        writer.WriteNull("stageVariables");
        WriteContext(writer, request, grant);
    }

    private void WriteContext(Utf8JsonWriter writer, GatewayRequest request, AuthorizerGrant? grant)
    {
        writer.WriteStartObject("requestContext");
        writer.WriteString("accountId", RestApiGatewayOptions.AccountId);
        writer.WriteString("apiId", options.ApiId);
        grant?.Write(writer, "authorizer");
        writer.WriteString("domainName", request.DomainName);
        writer.WriteString("extendedRequestId", request.ExtendedRequestId);
        writer.WriteString("httpMethod", request.Method);
        writer.WriteStartObject("identity");
        writer.WriteString("sourceIp", request.SourceIp);
        writer.WriteString("userAgent", request.Headers["User-Agent"]);
        writer.WriteEndObject();
        writer.WriteString("path", request.Path);
        writer.WriteString("protocol", request.Protocol);
        writer.WriteString("requestId", request.RequestId);
        writer.WriteString("requestTime", request.Time.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture));
        writer.WriteNumber("requestTimeEpoch", request.Time.ToUnixTimeMilliseconds());
        writer.WriteString("resourcePath", request.Resource);
        writer.WriteString("stage", RestApiGatewayOptions.Stage);
        writer.WriteEndObject();
    }
}
